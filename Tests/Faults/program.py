# The program under test: started with or without a fault, in a folder of its own, and what its ending means.

import hashlib, json, os, shutil, signal, subprocess, tempfile, threading

TRAPS = {signal.SIGILL, signal.SIGTRAP, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE}
# What differs from run to run: times, which commands made a file, and the checksum of one that notes them.
VOLATILE = {"seconds", "provenance", "memory", "peakMiB", "training.json"}


class Program:
    def __init__(self, binary, shim, work, patience):
        self.binary, self.shim, self.work, self.patience = binary, shim, work, patience
        self.count, self.lock = 0, threading.Lock()

    def folder(self):
        """A new folder for a case."""
        with self.lock:
            self.count += 1
            path = os.path.join(self.work, f"case-{self.count}")
        os.makedirs(os.path.join(path, "tmp"))
        return path

    def start(self, arguments, folder, **variables):
        environment = dict(os.environ, TMPDIR=os.path.join(folder, "tmp"), SEQLAB_COMMAND="seqlab", **variables)
        if variables:
            environment["LD_PRELOAD"] = self.shim
        return subprocess.Popen(
            [self.binary] + arguments, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def run(self, arguments, folder, **variables):
        """Returns the exit code (negative: a signal; None: it hung), what it printed, and what it said."""
        process = self.start(arguments, folder, **variables)
        try:
            output, errors = process.communicate(timeout=self.patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return None, b"", "it hung"
        return process.returncode, output, errors.decode("utf-8", "replace")


def is_error_line(errors):
    """Whether the last thing said is an error of the program's own: one line, and nothing of the language's runtime."""
    # Where an array finds no memory, the runtime itself says so before the program does.
    errors = "\n".join(line for line in errors.strip().splitlines() if not line.startswith("Fatal error: failed to allocate "))
    lines = errors.splitlines()
    return bool(lines) and lines[-1].startswith("seqlab: ") and "Fatal error" not in errors and "Cocoa" not in errors


def normal(value):
    """JSON without what differs from run to run."""
    if isinstance(value, dict):
        return {key: normal(inner) for key, inner in value.items() if key not in VOLATILE}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    return value


def snapshot(folder, wanted=lambda name: True, exact=True):
    """What a folder holds, by the paths of its files; nothing of files that are not wanted."""
    found = {}
    for place, folders, names in os.walk(folder):
        for name in names + [inner for inner in folders if inner.startswith(".")]:
            path = os.path.relpath(os.path.join(place, name), folder)
            if not wanted(path):
                continue
            if name in folders:
                found[path] = "folder"
                continue
            with open(os.path.join(place, name), "rb") as file:
                data = file.read()
            if not exact and name.endswith(".json"):
                try:
                    data = json.dumps(normal(json.loads(data)), sort_keys=True).encode()
                except ValueError:
                    pass
            found[path] = hashlib.sha256(data).hexdigest()
    return found


def scratch():
    """A folder for all cases, in memory where there is one."""
    parent = "/dev/shm" if os.path.isdir("/dev/shm") else None
    return tempfile.mkdtemp(prefix="seqlab-faults-", dir=parent)


def copy(source, target):
    shutil.copytree(source, target, symlinks=True)
