// Holds a connection to WATCH_PORT for as long as its process lives, so that a test can see it die.
import net from 'node:net';

const socket = net.connect(Number(process.env.WATCH_PORT), '127.0.0.1');
await new Promise((resolve, reject) => socket.on('connect', resolve).on('error', reject));

export const handler = async () => ({ statusCode: 200, body: String(process.pid) });

// Never gives its thread back, as an endless loop would.
export const busy = async () => {
  await new Promise((resolve) => socket.write('busy', resolve));
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
