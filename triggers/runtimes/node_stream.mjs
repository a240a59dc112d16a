// Response streaming, for node_bootstrap.mjs: the global awslambda, and the stream that a handler
// writes, which goes to the Runtime API part by part.
import { Writable } from 'node:stream';

const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
const highWaterMarkMark = Symbol.for('aws.lambda.runtime.handler.streaming.highWaterMark');

export const isStreaming = (handler) => handler[streamingMark] !== undefined;

export function offerAwslambda() {
  globalThis.awslambda = {
    streamifyResponse(handler, options) {
      handler[streamingMark] = 'response';
      if (typeof options?.highWaterMark === 'number') {
        handler[highWaterMarkMark] = Math.trunc(options.highWaterMark);
      }
      return handler;
    },
    HttpResponseStream: class {
      // The metadata goes first, then eight zero bytes, then what the handler writes.
      static from(stream, metadata) {
        stream.setContentType('application/vnd.awslambda.http-integration-response');
        const prelude = JSON.stringify(metadata);
        stream._onBeforeFirstWrite = (write) => {
          write(prelude);
          write(Buffer.alloc(8));
        };
        return stream;
      }
    },
  };
}

// As in Lambda's own runtime a prelude goes ahead of the first write(), and of nothing else: not of
// end('text'), nor of an empty response.
export class ResponseStream extends Writable {
  _onBeforeFirstWrite;
  #api;
  #requestId;
  #tooLate;
  #contentType = 'application/octet-stream';
  #written = false; // by write()
  #accepted; // the Runtime API's answer, once the response has begun
  #ended = false;

  // `tooLate` makes the error of a content type that is set too late.
  constructor({ api, requestId, handler, tooLate }) {
    super({ highWaterMark: handler[highWaterMarkMark] });
    this.#api = api;
    this.#requestId = requestId;
    this.#tooLate = tooLate;
  }

  setContentType(contentType) {
    if (this.#written) throw this.#tooLate();
    this.#contentType = contentType;
  }

  write(chunk, encoding, callback) {
    const isBytes = typeof chunk === 'string' || chunk instanceof Uint8Array;
    if (!this.#written) {
      this.#written = true;
      this._onBeforeFirstWrite?.((bytes) => super.write(bytes));
    }
    return super.write(isBytes ? chunk : JSON.stringify(chunk), encoding, callback);
  }

  // Resolves when it is whole.
  finished() {
    return new Promise((resolve, reject) => {
      this.once('finish', resolve);
      this.once('error', reject);
      this.once('close', () => reject(new Error('Response stream is not finished.')));
    });
  }

  // Resolves when the Runtime API knows; at once when the response is whole already: nobody hears of
  // an error any more then.
  async fail(error) {
    if (this.#ended) return;
    this.#end(error);
    await this.#accepted;
  }

  _write(chunk, _encoding, done) {
    this.#begin();
    this.#api.writeResponse(chunk, done);
  }
  _final(done) {
    this.#end();
    done();
  }
  #begin() {
    this.#accepted ??= this.#api.beginResponse(this.#requestId, this.#contentType);
  }
  #end(error) {
    this.#begin();
    this.#ended = true;
    this.#api.endResponse(error);
  }
}
