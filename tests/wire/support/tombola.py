"""A Tombola of the test's own: on a free port, in memory, ended with the test."""

import os
import pathlib
import re
import signal
import subprocess
import threading
import urllib.request

import boto3
from botocore.config import Config

ROOT = pathlib.Path(__file__).resolve().parents[3]
BINARY = ROOT / os.environ.get("TOMBOLA_BIN", "build/dev/tombola")

# What every client here is given. One attempt: a failure is a failure.
CREDENTIALS = {
    "region_name": "eu-west-2",
    "aws_access_key_id": "test",
    "aws_secret_access_key": "test",
}
ONE_ATTEMPT = Config(retries={"max_attempts": 0})


class Tombola:
    def __init__(self, *arguments):
        # Should the test be killed, its server goes with it.
        self.process = subprocess.Popen(
            ["/usr/bin/setpriv", "--pdeathsig", "KILL", BINARY, "serve", "--port", "0",
             "--in-memory", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.lines = []
        ready = None
        while ready is None:
            line = self.process.stdout.readline()
            if not line:
                raise RuntimeError(f"the server ended with {self.process.wait()}")
            ready = re.match(r"TOMBOLA_READY port=(\d+)", line)
        self.port = int(ready[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self):
        self.lines.extend(line.rstrip("\n") for line in self.process.stdout)

    def client(self, service):
        return boto3.client(service, endpoint_url=self.url, config=ONE_ATTEMPT, **CREDENTIALS)

    def resource(self, service):
        return boto3.resource(service, endpoint_url=self.url, config=ONE_ATTEMPT, **CREDENTIALS)

    def wait_until_idle(self):
        with urllib.request.urlopen(f"{self.url}/_tombola/idle?timeout=60"):
            pass  # anything but 200 is raised

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=90)
        self._reader.join()
        self.process.stdout.close()
        if code != 0:
            raise RuntimeError(f"the server ended with {code}")
