#!/usr/bin/env python3
"""Runs in the daemon's sandbox in the daemon's place, tries what an intruder would, and fails if any of it works."""

import ctypes
import errno
import mmap
import os
import socket
import subprocess
import sys

libc = ctypes.CDLL(None, use_errno=True)
escapes = []


def refused(what, action, *errors):
    """The action must fail, with one of `errors` if there are some."""
    try:
        action()
    except OSError as error:
        if errors and error.errno not in errors:
            escapes.append(f"{what}: refused for another reason, {error}")
        else:
            print(f"refused: {what}: {os.strerror(error.errno)}")
        return
    except ValueError as error:
        print(f"refused: {what}: {error}")
        return
    escapes.append(f"{what} works")


def call(name, *arguments):
    if getattr(libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def system_call(number, *arguments):
    if libc.syscall(number, *arguments) == -1:
        raise OSError(ctypes.get_errno(), f"system call {number}")


def write(path):
    with open(path, "w") as file:
        file.write("x")


for path in ["/etc/atoauthd/x", "/etc/x", "/usr/bin/x", "/var/lib/x", "/var/log/x", "/run/x", "/boot/x", "/root/x", "/home/alice/x",
             "/proc/sys/kernel/hostname", "/sys/fs/cgroup/x", "/dev/x"]:
    refused(f"write {path}", lambda: write(path))
refused("read a home directory", lambda: os.listdir("/home/alice"))
refused("read shadow", lambda: open("/etc/shadow"))
refused("read the encrypted key", lambda: open("/etc/credstore.encrypted/atoauthd.master-key"))
refused("read the host's key", lambda: open("/var/lib/systemd/credential.secret"))
for program in ["/bin/sh", "/usr/bin/env", "/usr/bin/atoauthctl"]:
    refused(f"run {program}", lambda: subprocess.run([program]), errno.EACCES)
for place in ["/var/lib/atoauthd", "/tmp", "/var/tmp"]:
    write(f"{place}/x")
    os.chmod(f"{place}/x", 0o700)
    refused(f"run what it wrote to {place}", lambda: subprocess.run([f"{place}/x"]), errno.EACCES)
    os.unlink(f"{place}/x")

for family in ["AF_NETLINK", "AF_PACKET", "AF_ALG", "AF_VSOCK", "AF_BLUETOOTH"]:
    refused(f"a socket of {family}", lambda: socket.socket(getattr(socket, family), socket.SOCK_RAW), errno.EAFNOSUPPORT)
refused("trace another process", lambda: call("ptrace", 16, 1, 0, 0), errno.EPERM)
refused("mount", lambda: call("mount", b"none", b"/tmp", b"tmpfs", 0, None), errno.EPERM)
refused("a user namespace", lambda: call("unshare", 0x10000000), errno.EPERM)
refused("become root", lambda: os.setuid(0), errno.EPERM)
refused("chroot", lambda: os.chroot("/tmp"), errno.EPERM)
refused("real-time scheduling", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)), errno.EPERM)
refused("change the hostname", lambda: socket.sethostname("x"), errno.EPERM)
refused("a file that runs as its owner", lambda: os.chmod("/var/lib/atoauthd", 0o4700), errno.EPERM)
refused("memory to write and run", lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_WRITE | mmap.PROT_EXEC), errno.EPERM)
refused("io_uring", lambda: system_call(425, 1, 0), errno.EPERM)
refused("bpf", lambda: system_call(321, 0, 0, 0), errno.EPERM)
refused("a kernel keyring", lambda: system_call(250, 0, 0, 0), errno.EPERM)
refused("perf events", lambda: system_call(298, 0, 0, 0, 0, 0), errno.EPERM)

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
