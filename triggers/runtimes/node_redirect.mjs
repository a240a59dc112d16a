// What goes through node:https and is for this server, which has no TLS.
//
// SDK 2 and early releases of SDK 3 speak to https://<service>.<region>.amazonaws.com, whatever the
// environment says. Their signed calls are taken to AWS_ENDPOINT_URL. Providers of custom resources put
// their answer to the host and path of ResponseURL, with node:https whatever its protocol is. Everything
// else is left alone. SDKs get node:https by require(), so that it is touched when they load it
// and costs nothing before.
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';
import { urlToHttpOptions } from 'node:url';

function redirectSignedCalls(https) {
  if (https.request.redirects || !process.env.AWS_ENDPOINT_URL) return;
  const http = createRequire(import.meta.url)('node:http');
  const endpoint = new URL(process.env.AWS_ENDPOINT_URL);
  const agent = new http.Agent({ keepAlive: true });
  const { request } = https;

  https.request = function (...args) {
    const [options, rest] = requestOptions(args);
    if (!isSignedCall(options) && !isForServer(options, endpoint)) return request.apply(https, args);
    const headers = { ...options.headers };
    for (const name of Object.keys(headers)) {
      if (name.toLowerCase() === 'host') delete headers[name];
    }
    headers.host = endpoint.host;
    const redirected = { ...options, protocol: 'http:', agent, headers };
    for (const name of ['host', 'servername', 'defaultPort', 'href', 'origin']) delete redirected[name];
    redirected.hostname = endpoint.hostname.replace(/^\[|\]$/g, '');
    redirected.port = endpoint.port || 80;
    return http.request(redirected, ...rest);
  };
  https.request.redirects = true;
  https.get = function (...args) {
    const call = https.request(...args);
    call.end();
    return call;
  };
  Module.syncBuiltinESMExports();
}

// https.request(url[, options][, callback]) as (options[, callback]).
function requestOptions([first, ...rest]) {
  let url;
  try {
    if (typeof first === 'string') url = new URL(first);
    else if (first instanceof URL) url = first;
  } catch {
    // Node says what is wrong with it.
  }
  if (url === undefined) return [first, rest];
  const options = urlToHttpOptions(url);
  return typeof rest[0] === 'object' && rest[0] !== null
    ? [{ ...options, ...rest[0] }, rest.slice(1)]
    : [options, rest];
}

const hostOf = (options) => String(options.hostname ?? options.host ?? '').replace(/:\d+$/, '');

function isSignedCall(options) {
  if (typeof options !== 'object' || options === null) return false;
  if (!/(^|\.)amazonaws\.com(\.cn)?$/.test(hostOf(options))) return false;
  return Object.entries(options.headers ?? {}).some(
    ([name, value]) => name.toLowerCase() === 'authorization' && String(value).startsWith('AWS'),
  );
}

// By its port, or, where that is taken to be that of HTTPS, by a path that nobody else has.
function isForServer(options, endpoint) {
  if (typeof options !== 'object' || options === null) return false;
  return (
    hostOf(options) === endpoint.hostname &&
    (String(options.port) === endpoint.port ||
      String(options.path).startsWith('/_tombola/custom-resources/'))
  );
}

// Before the handler's file is loaded.
export function watchForHttps(file) {
  const load = Module._load;
  Module._load = function (name, ...rest) {
    const loaded = load.call(this, name, ...rest);
    if (name === 'https' || name === 'node:https') redirectSignedCalls(loaded);
    return loaded;
  };
  // A bundled ES module imports it by name, past require().
  if (/\.mjs$/.test(file) && /from\s*["'](node:)?https["']/.test(readText(file))) {
    createRequire(import.meta.url)('node:https');
  }
}

function readText(path) {
  try {
    return fs.readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
