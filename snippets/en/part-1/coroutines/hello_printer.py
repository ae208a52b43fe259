def hello_printer():
    print("Hello! One line, and then I am done.")


hello_printer
hello_printer()
