// SDKs that do not know AWS_ENDPOINT_URL.
//
// SDK 2 and early releases of SDK 3 speak to https://<service>.<region>.amazonaws.com, whatever the
// environment says. Their signed calls are taken to AWS_ENDPOINT_URL; everything else that goes through
// node:https is left alone. Both get node:https by require(), so that it is touched when they load it
// and costs nothing before.
import fs from 'node:fs';
import Module, { createRequire } from 'node:module';

function redirectSignedCalls(https) {
  if (https.request.redirects || !process.env.AWS_ENDPOINT_URL) return;
  const http = createRequire(import.meta.url)('node:http');
  const endpoint = new URL(process.env.AWS_ENDPOINT_URL);
  const agent = new http.Agent({ keepAlive: true });
  const { request } = https;

  https.request = function (...args) {
    const options = args[0];
    if (!isSignedCall(options)) return request.apply(https, args);
    const headers = { ...options.headers };
    for (const name of Object.keys(headers)) {
      if (name.toLowerCase() === 'host') delete headers[name];
    }
    headers.host = endpoint.host;
    const redirected = { ...options, protocol: 'http:', agent, headers };
    for (const name of ['host', 'servername', 'defaultPort', 'href', 'origin']) delete redirected[name];
    redirected.hostname = endpoint.hostname.replace(/^\[|\]$/g, '');
    redirected.port = endpoint.port || 80;
    return http.request(redirected, ...args.slice(1));
  };
  https.request.redirects = true;
  https.get = function (...args) {
    const call = https.request(...args);
    call.end();
    return call;
  };
  Module.syncBuiltinESMExports();
}

function isSignedCall(options) {
  if (typeof options !== 'object' || options === null || options instanceof URL) return false;
  const host = String(options.hostname ?? options.host ?? '').replace(/:\d+$/, '');
  if (!/(^|\.)amazonaws\.com(\.cn)?$/.test(host)) return false;
  return Object.entries(options.headers ?? {}).some(
    ([name, value]) => name.toLowerCase() === 'authorization' && String(value).startsWith('AWS'),
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
