// The Node.js side of an execution environment: loads the handler once, then asks the Runtime API for
// one invocation after another. It behaves as Lambda's managed runtime does: how a handler may look,
// what the context holds, how an error is told, how a console line reads.
//
// Started as: node --enable-source-maps node_bootstrap.mjs <file> <export>
// fd 1: the log. fd 3: a pipe that ends when the server does.
//
// No dependency, and few of Node's modules: what is imported here is paid for at every cold start.
import fs from 'node:fs';
import net from 'node:net';
import { pathToFileURL } from 'node:url';
import util from 'node:util';

import { log, logJson, logsJson, patchConsole } from './node_log.mjs';
import { watchForHttps } from './node_redirect.mjs';
import { RuntimeApi, headerOf } from './node_runtime_api.mjs';
import { ResponseStream, isStreaming, offerAwslambda } from './node_stream.mjs';

const responseBytesMax = 6291556;
const [file, exportName] = process.argv.splice(2);
const env = process.env;
const api = new RuntimeApi();

// ---- The server is gone: take the whole process group along. ---------------------------------------
// This sees the end only when the handler lets the event loop run; when it does not, the kernel sends
// this process SIGKILL (see child_process.cpp).
const deathPipe = new net.Socket({ fd: 3, readable: true, writable: false });
deathPipe.on('error', () => {});
deathPipe.on('close', () => process.kill(0, 'SIGKILL'));
deathPipe.resume();
deathPipe.unref();

// ---- The log ---------------------------------------------------------------------------------------
let requestId; // undefined while the handler is loaded, and that is what Lambda prints then
patchConsole(() => requestId);

// process.stdout is only made when the handler asks for it (that is Node's doing, and takes time); what
// it then could not write at once has to be waited for before the answer.
const streams = new Map();
for (const name of ['stdout', 'stderr']) {
  const { get } = Object.getOwnPropertyDescriptor(process, name);
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      if (!streams.has(name)) streams.set(name, get.call(process));
      return streams.get(name);
    },
  });
}
async function flushStreams() {
  for (const stream of streams.values()) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve));
  }
}

// ---- Errors, as the caller and the log see them ----------------------------------------------------
class RuntimeError extends Error {
  constructor(name, message, fields) {
    super(message);
    Object.assign(this, fields);
    Object.defineProperty(this, 'name', { value: `Runtime.${name}`, enumerable: false });
    this.stack = this.stack.replace(/^Error/, this.name);
  }
}

function isError(value) {
  return (
    util.types.isNativeError(value) ||
    ['name', 'message', 'stack'].every((field) => value?.[field] && typeof value[field] === 'string')
  );
}

function errorObject(error) {
  try {
    if (!isError(error)) {
      return { errorType: typeof error, errorMessage: String(error), trace: [] };
    }
    return {
      errorType: error.name,
      errorMessage: error.message,
      trace: String(error.stack).split('\n'),
    };
  } catch {
    return {
      errorType: 'handled',
      errorMessage:
        'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
    };
  }
}

// As the Runtime API is told.
function toldError(error) {
  const object = errorObject(error);
  return { errorType: object.errorType, body: JSON.stringify(object) };
}

// The log's form keeps what else the error carries (code, $metadata, ...).
function logError(title, error) {
  if (logsJson) return logJson('ERROR', [title, isError(error) ? error : new Error(String(error))]);
  const withHiddenFields = (_key, value) =>
    value instanceof Error
      ? {
          errorType: value.name,
          errorMessage: value.message,
          code: value.code,
          ...value,
          stack: typeof value.stack === 'string' ? value.stack.split('\n') : undefined,
        }
      : value;
  let text;
  try {
    text = JSON.stringify(error, withHiddenFields);
  } catch {
    text = JSON.stringify(errorObject(error));
  }
  log('ERROR', `${title} \t${text}`);
}

// ---- Loading the handler ---------------------------------------------------------------------------
async function loadHandler() {
  const path = exportName.split('.');
  if (path.some((part) => part === '')) throw new RuntimeError('MalformedHandlerName', 'Bad handler');

  const namespace = await importFile();
  const find = (root) => path.reduce((value, name) => value?.[name], root);
  const candidates = [find(namespace), find(namespace.default)];
  const handler = candidates.find((candidate) => typeof candidate === 'function');
  if (handler !== undefined) return handler;
  const reason = candidates.some((candidate) => candidate !== undefined && candidate !== null)
    ? 'is not a function'
    : 'is undefined or not exported';
  throw new RuntimeError('HandlerNotFound', `${env._HANDLER} ${reason}`);
}

async function importFile() {
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (error instanceof SyntaxError) {
      const wrapped = new RuntimeError('UserCodeSyntaxError', String(error));
      // Its first line as on Lambda; where the mistake is, Lambda does not tell.
      wrapped.stack = `${wrapped.name}: ${error}\n${await placeOfSyntaxError(error)}${error.stack}`;
      throw wrapped;
    }
    if (error?.code === 'ERR_MODULE_NOT_FOUND' && !fs.existsSync(file)) {
      throw new RuntimeError('ImportModuleError', missingFile());
    }
    if (error?.code === 'MODULE_NOT_FOUND' || error?.code === 'ERR_MODULE_NOT_FOUND') {
      throw new RuntimeError('ImportModuleError', String(error));
    }
    throw error;
  }
}

// As Lambda words it, which asks for the module that Handler names; and which file that would be.
function missingFile() {
  const module = env._HANDLER.split('/').pop().split('.')[0];
  return `Error: Cannot find module '${module}'\nRequire stack:\n- ${file}`;
}

// For an ES module Node tells the place of a syntax error only on its own standard error.
async function placeOfSyntaxError(error) {
  if (!error.stack.startsWith('SyntaxError')) return '';
  const { spawnSync } = await import('node:child_process');
  const check = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8', timeout: 5000 });
  const end = check.stderr?.indexOf('\nSyntaxError') ?? -1;
  return end > 0 ? check.stderr.slice(0, end + 1) : '';
}

// ---- One invocation --------------------------------------------------------------------------------
// What to do when nothing is left to wait for: answer what the handler owes.
let whenIdle;
process.on('beforeExit', () => {
  const action = whenIdle;
  whenIdle = undefined;
  action?.();
});

function makeContext(invocation) {
  const parse = (text) => (text ? JSON.parse(text) : undefined);
  const deadline = Number(headerOf(invocation, 'lambda-runtime-deadline-ms'));
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parse(headerOf(invocation, 'lambda-runtime-client-context')),
    identity: parse(headerOf(invocation, 'lambda-runtime-cognito-identity')),
    invokedFunctionArn: headerOf(invocation, 'lambda-runtime-invoked-function-arn'),
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function serialize(value) {
  try {
    return JSON.stringify(value === undefined ? null : value) ?? 'null';
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

function failed(error) {
  logError('Invoke Error', error);
  return toldError(error);
}

const unexpectedExit = () =>
  new RuntimeError(
    'NodeJsExit',
    'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#process_exit_codes',
  );

// What the handler returned, called back or threw, as what is to be posted.
function runHandler(handler, event, context) {
  return new Promise((resolve, reject) => {
    const done = (error, value) => {
      whenIdle = undefined;
      if (error !== undefined && error !== null) reject(error);
      else resolve({ value });
    };
    context.done = done;
    context.succeed = (value) => done(null, value);
    context.fail = (error) => done(error ?? 'handled');
    const callback = (error, value) => {
      if ((error !== undefined && error !== null) || !context.callbackWaitsForEmptyEventLoop) {
        done(error, value);
      } else {
        whenIdle = () => done(null, value);
      }
    };

    const isAsync = handler.constructor.name === 'AsyncFunction';
    whenIdle = () => {
      if (!isAsync) return done(null, null);
      done(unexpectedExit());
    };

    const result = handler(event, context, callback);
    if (typeof result?.then === 'function') result.then((value) => done(null, value), reject);
  });
}

// A promise that the handler left rejected is reported before the next turn of the event loop, and
// fails the invocation.
async function settle() {
  await new Promise(setImmediate);
  await flushStreams();
}

async function invoke(handler, invocation) {
  let answer;
  try {
    const event = JSON.parse(invocation.body.toString());
    const { value } = await runHandler(handler, event, makeContext(invocation));
    answer = { body: serialize(value) };
  } catch (error) {
    answer = failed(error);
  }
  whenIdle = undefined;
  await settle();
  if (Buffer.byteLength(answer.body) > responseBytesMax) {
    const errorType = 'Function.ResponseSizeTooLarge';
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${responseBytesMax} bytes).`;
    answer = { errorType, body: JSON.stringify({ errorMessage, errorType }) };
  }
  return answer;
}

// ---- One whose response is streamed ----------------------------------------------------------------
let responseStream; // of the invocation under way, if it is such a one

// Ends when the handler has and its response is whole. The process stays up for one that is never
// ended, until its time is over.
async function runStreaming(handler, event, context) {
  api.stayUp();
  const idle = new Promise((_resolve, reject) => {
    whenIdle = () => reject(unexpectedExit());
  });
  const finished = responseStream.finished();
  for (const later of [idle, finished]) later.catch(() => {});
  const result = handler(event, responseStream, context);
  if (typeof result?.then !== 'function') {
    throw new Error('Streaming does not support non-async handlers.');
  }
  const value = await Promise.race([result, idle]);
  if (value !== undefined) console.warn('Streaming handlers ignore return values.');
  await Promise.race([finished, idle]);
}

// What goes wrong is told behind what is written already.
async function invokeStreaming(handler, invocation) {
  const tooLate = () =>
    new RuntimeError('InvalidStreamingOperation', 'Cannot set content-type, too late.');
  responseStream = new ResponseStream({ api, requestId, handler, tooLate });
  let error;
  try {
    await runStreaming(handler, JSON.parse(invocation.body.toString()), makeContext(invocation));
  } catch (thrown) {
    error = failed(thrown);
  }
  whenIdle = undefined;
  await settle();
  if (error !== undefined && phase !== 'dying') await responseStream.fail(error);
}

// ---- The environment's life ------------------------------------------------------------------------
let phase = 'init'; // 'invoke' and 'between' by turns; 'dying'

async function die(title, error, exitCode) {
  const interrupted = phase;
  phase = 'dying';
  whenIdle = undefined;
  logError(title, error);
  try {
    await flushStreams();
    if (interrupted === 'init') {
      await api.initError(toldError(error));
    } else if (interrupted === 'invoke' && responseStream !== undefined) {
      await responseStream.fail(toldError(error));
    } else if (interrupted === 'invoke') {
      await api.answer(requestId, toldError(error));
    }
  } finally {
    process.exit(exitCode);
  }
}

process.on('uncaughtException', (error) => die('Uncaught Exception', error, 129));
process.on('unhandledRejection', (reason, promise) => {
  const error = new RuntimeError('UnhandledPromiseRejection', String(reason), { reason, promise });
  die('Unhandled Promise Rejection', error, 128);
});

async function serve(handler) {
  let next = api.next();
  for (;;) {
    const invocation = await next;
    phase = 'invoke';
    requestId = headerOf(invocation, 'lambda-runtime-aws-request-id');
    env._X_AMZN_TRACE_ID = headerOf(invocation, 'lambda-runtime-trace-id') ?? '';
    const streamed = isStreaming(handler);
    const answer = await (streamed ? invokeStreaming : invoke)(handler, invocation);
    if (phase === 'dying') return; // die() answers, and no further invocation must come here
    phase = 'between';
    responseStream = undefined;
    next = streamed ? api.next() : api.answerAndNext(requestId, answer);
  }
}

watchForHttps(file);
if (!['1', 'true'].includes(env.AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA)) offerAwslambda();
let handler;
try {
  handler = await loadHandler();
} catch (error) {
  await die('Uncaught Exception', error, 1);
}
serve(handler);
