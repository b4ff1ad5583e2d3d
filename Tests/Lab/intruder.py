#!/usr/bin/env python3
"""Runs in the daemon's sandbox in the daemon's place, tries what an intruder would, and fails if any of it works.

With --free it runs outside of the sandbox, as the same user, and fails if what the sandbox has to refuse is refused there as well: then
its refusals would show nothing.
"""

import ctypes
import errno
import mmap
import os
import signal
import socket
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
free = sys.argv[1:] == ["--free"]
escapes = []


def outcome(action):
    """The error that the action ends with; None if it works."""
    try:
        action()
    except OSError as error:
        return error
    except ValueError as error:
        return error


def refused(what, action, *errors):
    """The action must fail in the sandbox, with one of `errors` if there are some."""
    if free:
        return
    error = outcome(action)
    if error is None:
        escapes.append(f"{what} works")
    elif errors and getattr(error, "errno", None) not in errors:
        escapes.append(f"{what}: refused for another reason, {error}")
    else:
        print(f"refused: {what}: {getattr(error, 'strerror', None) or error}")


def barred(what, action, *errors):
    """The action must fail in the sandbox, with one of `errors`, and because of the sandbox: without it, it works."""
    if not free:
        return refused(what, action, *errors)
    error = outcome(action)
    if error is None:
        print(f"possible: {what}")
    else:
        escapes.append(f"{what} is refused without the sandbox: {error}")


def call(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def system_call(number, *arguments):
    if libc.syscall(number, *arguments) == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def write(path):
    with open(path, "w") as file:
        file.write("x")


def trace_child():
    """Attaches to a child of its own, which every process may (ptrace(2), PTRACE_ATTACH, PTRACE_DETACH)."""
    child = os.fork()
    if child == 0:
        signal.pause()
    try:
        call("ptrace", 16, child, None, None)
        os.waitpid(child, 0)
        call("ptrace", 17, child, None, None)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def run_own(place):
    """Runs what it wrote itself."""
    path = f"{place}/x"
    with open(path, "w") as file:
        file.write("#!/bin/true\n")
    os.chmod(path, 0o700)
    try:
        subprocess.run([path], check=True)
    finally:
        os.unlink(path)


def open_socket(family, kind):
    socket.socket(getattr(socket, family), kind).close()


# The directories are everybody's to write to: it is the file system that cannot be written.
for place in ["/srv/open", "/run/open", "/usr/share/open"]:
    barred(f"write to {place}, as everybody may", lambda: write(f"{place}/x"), errno.EROFS)
for path in ["/etc/atoauthd/x", "/etc/x", "/usr/bin/x", "/var/lib/x", "/var/log/x", "/run/x", "/boot/x", "/srv/x",
             "/sys/fs/cgroup/x"]:
    refused(f"write {path}", lambda: write(path), errno.EROFS)
refused("set the hostname in /proc", lambda: write("/proc/sys/kernel/hostname"), errno.EROFS, errno.ENOENT)
for path in ["/root/x", "/home/alice/x", "/dev/x"]:
    refused(f"write {path}", lambda: write(path), errno.EACCES, errno.EROFS)
barred("read a home directory", lambda: os.listdir("/home/alice"), errno.EACCES)
barred("read a file in it that everybody may read", lambda: open("/home/alice/x").close(), errno.EACCES)
refused("read shadow", lambda: open("/etc/shadow"), errno.EACCES)
refused("read the encrypted key", lambda: open("/etc/credstore.encrypted/atoauthd.master-key"), errno.EACCES)
refused("read the host's key", lambda: open("/var/lib/systemd/credential.secret"), errno.EACCES)
for program in ["/bin/sh", "/usr/bin/env", "/usr/bin/atoauthctl"]:
    barred(f"run {program}", lambda: subprocess.run([program, "--help"], capture_output=True), errno.EACCES)
for place in ["/var/lib/atoauthd", "/tmp", "/var/tmp", "/dev/shm"]:
    barred(f"run what it wrote to {place}", lambda: run_own(place), errno.EACCES)

barred("a socket of AF_NETLINK", lambda: open_socket("AF_NETLINK", socket.SOCK_RAW), errno.EAFNOSUPPORT)
for family in ["AF_PACKET", "AF_ALG", "AF_VSOCK", "AF_BLUETOOTH"]:
    refused(f"a socket of {family}", lambda: open_socket(family, socket.SOCK_RAW), errno.EAFNOSUPPORT)
barred("trace a child of its own", trace_child, errno.EPERM)
refused("mount", lambda: call("mount", b"none", b"/tmp", b"tmpfs", 0, None), errno.EPERM)
refused("a user namespace", lambda: call("unshare", 0x10000000), errno.EPERM)
refused("become root", lambda: os.setuid(0), errno.EPERM)
refused("chroot", lambda: os.chroot("/tmp"), errno.EPERM)
refused("real-time scheduling", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)), errno.EPERM)
refused("change the hostname", lambda: socket.sethostname("x"), errno.EPERM)
refused("a file that runs as its owner", lambda: os.chmod("/var/lib/atoauthd", 0o4700), errno.EPERM)
barred("memory to write and run", lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC).close(), errno.EPERM)
refused("io_uring", lambda: system_call(425, 1, 0), errno.EPERM)
refused("bpf", lambda: system_call(321, 0, 0, 0), errno.EPERM)
refused("a kernel keyring", lambda: system_call(250, 0, 0, 0), errno.EPERM)
refused("perf events", lambda: system_call(298, 0, 0, 0, 0, 0), errno.EPERM)

if not free:
    # The sandbox must not be the kind in which nothing works.
    write("/var/lib/atoauthd/intruder")
    os.unlink("/var/lib/atoauthd/intruder")
    socket.socket(socket.AF_INET).close()
    status = open("/proc/self/status").read()
    for line in ["CapEff:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1", "Seccomp:\t2"]:
        if line not in status:
            escapes.append(f"not so: {line}")
    if len([name for name in os.listdir("/dev") if name in ("sda", "vda", "mem", "kmsg")]):
        escapes.append("devices are there")

for escape in escapes:
    print(f"ESCAPE: {escape}")
sys.exit(1 if escapes else 0)
