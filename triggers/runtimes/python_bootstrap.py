"""The Python side of an execution environment: imports the handler once, then asks the Runtime API for
one invocation after another. It behaves as Lambda's managed runtime does: what the context holds, how
an error is told, how a line of logging reads.

Started as: python3 -B -X utf8 python_bootstrap.py <file> <export>
fd 1: the log. fd 3: a pipe that ends when the server does.
"""

import importlib
import importlib.util
import json
import logging
import os
import re
import signal
import socket
import sys
import threading
import time
import traceback
from decimal import Decimal

RESPONSE_BYTES_MAX = 6291556
HANDLER_FILE, EXPORT_NAME = sys.argv[1:3]
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
# src.app for src/app.py, app for app/__init__.py
MODULE_NAME = os.path.splitext(os.path.relpath(HANDLER_FILE, TASK_ROOT))[0]
MODULE_NAME = re.sub("/__init__$", "", MODULE_NAME).replace("/", ".")


def end_with_server():
    """A thread of its own, so that it sees the end while the handler computes, too."""

    def wait():
        while os.read(3, 1):
            pass
        os.kill(0, signal.SIGKILL)  # the whole process group

    threading.Thread(target=wait, name="end_with_server", daemon=True).start()


class RuntimeApi:
    """One kept connection, written and read by hand: http.client costs several times as much."""

    def __init__(self):
        host, port = os.environ["AWS_LAMBDA_RUNTIME_API"].split(":")
        self.host_line = "Host: %s:%s\r\n" % (host, port)
        self.socket = socket.create_connection((host, int(port)))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()

    def next(self):
        self.send("GET", "/invocation/next")
        return self.receive()

    def answer(self, request_id, payload):
        self.send("POST", "/invocation/%s/response" % request_id, payload)
        self.receive()

    def error(self, request_id, error):
        self.post_error("/invocation/%s/error" % request_id, error)

    def init_error(self, error):
        self.post_error("/init/error", error)

    def post_error(self, path, error):
        error_type = error["errorType"].encode("ascii", "replace").decode()
        header = "Lambda-Runtime-Function-Error-Type: %s\r\n" % error_type
        self.send("POST", path, json.dumps(error, ensure_ascii=False).encode(), header)
        self.receive()

    def send(self, method, path, body=b"", headers=""):
        head = "%s /2018-06-01/runtime%s HTTP/1.1\r\n%s%sContent-Length: %d\r\n\r\n" % (
            method, path, self.host_line, headers, len(body))
        self.socket.sendall(head.encode() + body)

    def receive(self):
        """The headers (names in lower case) and the body; the server always sends Content-Length."""
        while (head_end := self.received.find(b"\r\n\r\n")) < 0:
            self.receive_some()
        headers = {}
        for line in self.received[:head_end].decode("utf-8", "replace").split("\r\n")[1:]:
            name, _, value = line.partition(":")
            headers[name.lower()] = value.strip()
        body_end = head_end + 4 + int(headers.get("content-length", 0))
        while len(self.received) < body_end:
            self.receive_some()
        body = bytes(self.received[head_end + 4:body_end])
        del self.received[:body_end]
        return headers, body

    def receive_some(self):
        chunk = self.socket.recv(65536)
        if not chunk:
            os._exit(1)  # the server is gone
        self.received += chunk


class Context:
    """The handler's second argument."""

    class Identity:
        def __init__(self, fields):
            self.cognito_identity_id = fields.get("cognitoIdentityId")
            self.cognito_identity_pool_id = fields.get("cognitoIdentityPoolId")

    class ClientContext:
        class Client:
            def __init__(self, fields):
                self.installation_id = fields.get("installation_id")
                self.app_title = fields.get("app_title")
                self.app_version_name = fields.get("app_version_name")
                self.app_version_code = fields.get("app_version_code")
                self.app_package_name = fields.get("app_package_name")

        def __init__(self, fields):
            self.client = Context.ClientContext.Client(fields.get("client") or {})
            self.custom = fields.get("custom")
            self.env = fields.get("env")

    def __init__(self, headers):
        env = os.environ
        self.aws_request_id = headers["lambda-runtime-aws-request-id"]
        self.log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
        self.memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        client_context = headers.get("lambda-runtime-client-context")
        self.client_context = Context.ClientContext(json.loads(client_context)) if client_context else None
        self.identity = Context.Identity(json.loads(headers.get("lambda-runtime-cognito-identity") or "{}"))
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self._deadline_ms = int(headers["lambda-runtime-deadline-ms"])

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


# ---- The log ---------------------------------------------------------------------------------------

class RequestIdFilter(logging.Filter):
    request_id = ""

    def filter(self, record):
        record.aws_request_id = RequestIdFilter.request_id
        return True


LOGS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
JSON_TIME = "%Y-%m-%dT%H:%M:%SZ"


class JsonFormatter(logging.Formatter):
    """LogFormat JSON: a record of logging, what was given as extra, and the exception's parts."""
    converter = time.gmtime
    own_fields = frozenset(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {
        "aws_request_id", "message", "asctime", "taskName"}

    def format(self, record):
        entry = {"timestamp": self.formatTime(record, JSON_TIME), "level": record.levelname,
                 "message": record.getMessage(), "logger": record.name}
        if record.exc_info and record.exc_info[0]:
            error_type, error, trace = record.exc_info
            entry.update(stackTrace=traceback.format_list(traceback.extract_tb(trace)),
                         errorType=error_type.__name__, errorMessage=str(error),
                         location="%s:%s:%d" % (record.pathname, record.funcName, record.lineno))
        entry["requestId"] = record.aws_request_id
        entry.update((name, value) for name, value in vars(record).items() if name not in self.own_fields)
        return json.dumps(entry, ensure_ascii=False, default=str)


def set_up_log():
    """print() goes out raw, a line at a time; the root logger gets Lambda's handler."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True, errors="backslashreplace")
    formatter = logging.Formatter(
        "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    formatter.converter = time.gmtime
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter() if LOGS_JSON else formatter)
    handler.addFilter(RequestIdFilter())
    logging.getLogger().addHandler(handler)
    if LOGS_JSON:
        logging.addLevelName(logging.DEBUG - 5, "TRACE")
        logging.getLogger().setLevel(os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO"))


def log_error(error):
    """One line of log, as Lambda writes it: inner lines end in \\r and are indented by no-break spaces."""
    if LOGS_JSON:
        entry = {"timestamp": time.strftime(JSON_TIME, time.gmtime()), "log_level": "ERROR", **error}
        print(json.dumps(entry, ensure_ascii=False), flush=True)
        return
    lines = ["[ERROR] %s: %s" % (error["errorType"], error["errorMessage"])]
    if error["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        for entry in error["stackTrace"]:
            for line in entry.splitlines():
                text = line.lstrip(" ")
                lines.append("\u00a0" * (len(line) - len(text)) + text)
    print("\r".join(line.replace("\n", "\r") for line in lines), flush=True)


# ---- Errors, as the caller sees them ---------------------------------------------------------------

def error_object(message, error_type, stack_trace=(), request_id=""):
    return {"errorMessage": message, "errorType": error_type, "requestId": request_id,
            "stackTrace": list(stack_trace)}


def error_from_exception(exception, request_id=""):
    return error_object(str(exception), type(exception).__name__, stack_trace(exception), request_id)


def stack_trace(exception):
    """What lies between this file and the exception: the handler's own frames."""
    frames = traceback.extract_tb(exception.__traceback__)
    while frames and (frames[0].filename == __file__ or frames[0].filename.startswith("<frozen importlib")):
        del frames[0]
    return traceback.format_list(frames)


class LoadError(Exception):
    def __init__(self, error_type, message, trace=()):
        super().__init__(message)
        self.error = error_object(message, "Runtime." + error_type, trace)


# ---- The handler -----------------------------------------------------------------------------------

def load_handler():
    names = EXPORT_NAME.split(".")
    if "" in names:
        raise LoadError("MalformedHandlerName", "Bad handler '%s'" % os.environ["_HANDLER"])
    handler = import_file()
    for name in names:
        handler = getattr(handler, name, None)
    if not callable(handler):
        raise LoadError("HandlerNotFound", "Handler '%s' missing on module '%s'" % (EXPORT_NAME, MODULE_NAME))
    return handler


def import_file():
    sys.path[0] = TASK_ROOT  # this file's folder stood there
    try:
        if os.path.dirname(HANDLER_FILE) != TASK_ROOT:
            return importlib.import_module(MODULE_NAME)  # in a package, which is imported first
        # Not import_module(): a file's name need not be an identifier.
        spec = importlib.util.spec_from_file_location(MODULE_NAME, HANDLER_FILE)
        module = importlib.util.module_from_spec(spec)
        sys.modules[MODULE_NAME] = module
        spec.loader.exec_module(module)
        return module
    except FileNotFoundError as error:
        if error.filename != HANDLER_FILE:
            raise
        raise LoadError("ImportModuleError",
                        "Unable to import module '%s': No module named '%s'" % (MODULE_NAME, MODULE_NAME))
    except ImportError as error:
        raise LoadError("ImportModuleError", "Unable to import module '%s': %s" % (MODULE_NAME, error))
    except SyntaxError as error:
        place = '  File "%s" Line %s\n    %s\n' % (error.filename, error.lineno, (error.text or "").strip())
        raise LoadError("UserCodeSyntaxError", "Syntax error in module '%s': %s" % (MODULE_NAME, error), [place])


def to_json(value):
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def run_handler(handler, event_json, context):
    """The payload of the answer and None, or None and the error."""
    request_id = context.aws_request_id
    try:
        result = handler(json.loads(event_json), context)
    except Exception as exception:
        return None, error_from_exception(exception, request_id)
    try:
        payload = json.dumps(result, ensure_ascii=False, default=to_json).encode()
    except Exception as exception:
        message = "Unable to marshal response: %s" % exception
        return None, error_object(message, "Runtime.MarshalError", request_id=request_id)
    if len(payload) > RESPONSE_BYTES_MAX:
        message = ("Response payload size exceeded maximum allowed payload size (%d bytes)."
                   % RESPONSE_BYTES_MAX)
        return None, {"errorMessage": message, "errorType": "Function.ResponseSizeTooLarge"}
    return payload, None


# ---- What is for this server, and would not find it ------------------------------------------------

class AfterImport:
    """Calls `change` with the module of that name as soon as somebody imports it, not earlier."""

    def __init__(self, name, change):
        self.name = name
        self.change = change
        if name in sys.modules:
            change(sys.modules[name])
        else:
            sys.meta_path.insert(0, self)

    def find_spec(self, name, path=None, target=None):
        if name != self.name:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        if spec is not None:
            execute = spec.loader.exec_module

            def execute_and_change(module):
                execute(module)
                self.change(module)

            spec.loader.exec_module = execute_and_change
        return spec


def speak_plainly_to_server(client):
    """Providers of custom resources put their answer to the host of ResponseURL, with HTTPS whatever
    its protocol is; this server has no TLS."""
    from urllib.parse import urlsplit
    endpoint = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    if not hasattr(client, "HTTPSConnection"):
        return  # a Python without ssl
    connect = client.HTTPSConnection.connect

    def connect_here(connection):
        is_here = (connection.host, connection.port) == (endpoint.hostname, endpoint.port)
        return client.HTTPConnection.connect(connection) if is_here else connect(connection)

    client.HTTPSConnection.connect = connect_here


def give_endpoint_to_clients(session_module):
    """botocore before 1.31 (boto3 before 1.28) does not read AWS_ENDPOINT_URL: clients get it as their
    default."""
    import botocore
    if tuple(int(part) for part in botocore.__version__.split(".")[:2]) >= (1, 31):
        return
    create_client = session_module.Session.create_client
    endpoint_position = 6  # after self; given by name in practice

    def create_client_here(*args, **options):
        if len(args) <= endpoint_position and options.get("endpoint_url") is None:
            options["endpoint_url"] = os.environ.get("AWS_ENDPOINT_URL")
        return create_client(*args, **options)

    session_module.Session.create_client = create_client_here


# ---- The environment's life ------------------------------------------------------------------------

def main():
    end_with_server()
    set_up_log()
    AfterImport("botocore.session", give_endpoint_to_clients)
    AfterImport("http.client", speak_plainly_to_server)
    sys.argv[1:] = []
    # Where the machine does not have Lambda's LANG, the interpreter sets this for the processes it starts.
    if os.environ.get("LC_CTYPE") == "C.UTF-8":
        del os.environ["LC_CTYPE"]
    api = RuntimeApi()
    try:
        handler = load_handler()
    except LoadError as failure:
        fail_to_load(api, failure.error)
    except Exception as exception:
        fail_to_load(api, error_from_exception(exception))

    while True:
        headers, event_json = api.next()
        context = Context(headers)
        RequestIdFilter.request_id = context.aws_request_id
        os.environ["_X_AMZN_TRACE_ID"] = headers.get("lambda-runtime-trace-id", "")
        payload, error = run_handler(handler, event_json, context)
        if error is not None and "stackTrace" in error:
            log_error(error)
        # Everything written is in the pipe before the answer is posted.
        sys.stdout.flush()
        sys.stderr.flush()
        if error is None:
            api.answer(context.aws_request_id, payload)
        else:
            api.error(context.aws_request_id, error)


def fail_to_load(api, error):
    log_error(error)
    api.init_error(error)
    sys.exit(1)


main()
