def hello_printer():
    print("Olá! Uma linha só, e já terminei.")


hello_printer
hello_printer()
