// The Runtime API, as node_bootstrap.mjs asks it: for an invocation, with the answer to the last one.
//
// One kept connection, written and read by hand: node:http costs three times as much, at start as well
// as per invocation. Requests may be sent before the answers to earlier ones came; the server answers
// in order and always with Content-Length. (Lambda has a connection closed after a streamed response;
// nothing here depends on it.)
import net from 'node:net';

export class RuntimeApi {
  #address = process.env.AWS_LAMBDA_RUNTIME_API;
  #socket;
  #waiting = [];
  #chunks = [];
  #size = 0;
  #needed = 0;

  next() {
    return this.#request('GET', '/invocation/next', '');
  }

  // The answer and the question for the next invocation in one packet.
  answerAndNext(id, answer) {
    this.#connect();
    this.#socket.cork();
    this.answer(id, answer);
    const next = this.next();
    this.#socket.uncork();
    return next;
  }

  answer(id, { errorType, contentType = 'application/json', body }) {
    const header = `Content-Type: ${contentType}\r\n`;
    return errorType === undefined
      ? this.#request('POST', `/invocation/${id}/response`, header, body)
      : this.#request('POST', `/invocation/${id}/error`, header + errorHeader(errorType), body);
  }

  // A response that is written part by part: its head, ...
  beginResponse(id, contentType) {
    return this.#send(
      'POST',
      `/invocation/${id}/response`,
      `Content-Type: ${oneLine(contentType)}\r\n` +
        'Lambda-Runtime-Function-Response-Mode: streaming\r\n' +
        'Transfer-Encoding: chunked\r\n' +
        'Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n',
    );
  }

  // ... a part, after which `done` is called, ...
  writeResponse(chunk, done) {
    if (chunk.length === 0) return done();
    this.#socket.cork();
    this.#socket.write(`${chunk.length.toString(16)}\r\n`);
    this.#socket.write(chunk);
    this.#socket.write('\r\n', done);
    this.#socket.uncork();
  }

  // ... and its end, or why it breaks off.
  endResponse(error) {
    const trailers =
      error === undefined
        ? ''
        : errorHeader(error.errorType) +
          `Lambda-Runtime-Function-Error-Body: ${Buffer.from(error.body).toString('base64')}\r\n`;
    this.#socket.write(`0\r\n${trailers}\r\n`);
  }

  // Until the next answer nothing but the handler ends the process.
  stayUp() {
    this.#socket.ref();
  }

  initError({ errorType, body }) {
    return this.#request('POST', '/init/error', errorHeader(errorType), body);
  }

  #request(method, path, headers, body = '') {
    const length = Buffer.byteLength(body);
    const answer = this.#send(method, path, `${headers}Content-Length: ${length}\r\n`);
    if (length > 0) this.#socket.write(body);
    return answer;
  }

  #send(method, path, headers) {
    this.#connect();
    this.#socket.ref();
    this.#socket.write(
      `${method} /2018-06-01/runtime${path} HTTP/1.1\r\nHost: ${this.#address}\r\n${headers}\r\n`,
    );
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #connect() {
    if (this.#socket !== undefined) return;
    const [host, port] = this.#address.split(':');
    this.#socket = net.connect({ host, port: Number(port), noDelay: true });
    this.#socket.on('data', (chunk) => this.#receive(chunk));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => process.exit(1));
  }

  #receive(chunk) {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    while (this.#size > 0 && this.#size >= this.#needed) {
      const bytes = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
      this.#chunks = [bytes];
      const headEnd = bytes.indexOf('\r\n\r\n');
      if (headEnd < 0) return;
      const head = bytes.latin1Slice(0, headEnd);
      const bodyStart = headEnd + 4;
      this.#needed = bodyStart + Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (bytes.length < this.#needed) return;

      const body = bytes.subarray(bodyStart, this.#needed);
      const rest = bytes.subarray(this.#needed);
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#size = rest.length;
      this.#needed = 0;
      const resolve = this.#waiting.shift();
      // A handler that waits for nothing else is found out by an empty event loop.
      if (this.#waiting.length === 0) this.#socket.unref();
      resolve({ head, body });
    }
  }
}

function errorHeader(errorType) {
  return `Lambda-Runtime-Function-Error-Type: ${oneLine(errorType)}\r\n`;
}

function oneLine(value) {
  return String(value).replace(/[^\x20-\x7e]/g, '?');
}

// Of an invocation.
export function headerOf({ head }, name) {
  const value = new RegExp(`\r\n${name}: *([^\r]*)`, 'i').exec(head)?.[1];
  return value === undefined ? undefined : Buffer.from(value, 'latin1').toString();
}
