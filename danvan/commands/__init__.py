"""
What `danvan` can do, one module per area, each with `register(subparsers)` and `run(args)`.

To add a command: drop a module here and name it in `danvan.cli.AREAS`. `run` returns nothing (all is well) or an exit
code, raises `DomainError` for a refusal, and prints through `danvan.commands.terminal`.
"""
