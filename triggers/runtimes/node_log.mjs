// What a Node handler writes with console, as Lambda writes it: lines with the request's id, or, with
// LogFormat JSON, objects.
//
// Written synchronously, so that every line is in the pipe before the answer is posted.
import { writeSync } from 'node:fs';
import util from 'node:util';

const severities = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const levels = {
  log: 'INFO',
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  fatal: 'FATAL',
};

export const logsJson = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
let requestIdNow;

// `requestId()`: of the invocation under way.
export function patchConsole(requestId) {
  requestIdNow = requestId;
  const least = logsJson ? severities.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL) : 0;
  for (const [method, level] of Object.entries(levels)) {
    const write = (...values) => (logsJson ? logJson(level, values) : log(level, util.format(...values)));
    console[method] = severities.indexOf(level) < least ? () => {} : write;
  }
}

export function log(level, text) {
  const line = text.replaceAll('\n', '\r');
  write(`${new Date().toISOString()}\t${requestIdNow()}\t${level}\t${line}\n`);
}

// One value is the message as it is, several are formatted; of the first error among them the parts
// stand beside it.
export function logJson(level, values) {
  const entry = { timestamp: new Date().toISOString(), level, requestId: requestIdNow() };
  const withErrors = (_key, value) => (value instanceof Error ? { ...errorParts(value), ...value } : value);
  if (values.length === 1) {
    try {
      return write(`${JSON.stringify({ ...entry, message: values[0] }, withErrors)}\n`);
    } catch {
      // Circular, or a BigInt: as text.
    }
  }
  const error = values.length > 1 ? values.find((value) => value instanceof Error) : undefined;
  entry.message = util.format(...values);
  return write(`${JSON.stringify({ ...entry, ...(error && errorParts(error)) })}\n`);
}

function errorParts(error) {
  return {
    errorType: error.constructor?.name ?? 'UnknownError',
    errorMessage: error.message,
    stackTrace: typeof error.stack === 'string' ? error.stack.split('\n') : [],
  };
}

const pause = new Int32Array(new SharedArrayBuffer(4));
function write(text) {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      // Whoever uses process.stdout makes the pipe non-blocking, for this descriptor, too.
      if (error.code !== 'EAGAIN') return;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}
