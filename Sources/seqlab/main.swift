// The program `seqlab`: reads its arguments, runs a command, and ends with its exit code.

Launcher.run()
