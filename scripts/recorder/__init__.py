"""Record what an asyncio event loop really did while a program ran, and change nothing of it.

``python -m recorder file.py`` runs the file as ``__main__`` and tells what happened;
`recording.Recorder` is the same for code from elsewhere. Standard library only: the same files
run beside a build and in a browser's Python. Nothing here imports another package of the project.
"""
