// Tumbling windows, from the command line to a Node handler.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { advance, put, startFrozen, waitingFor } from './support/mappings.mjs';
import { temporaryFolder } from './support/server.mjs';

describe('tumbling windows', () => {
  test('a state goes from one invocation to the next, over a kill -9, to the final one', async (t) => {
    const data = temporaryFolder();
    const { server, start, events } = await startFrozen(t, 'batches.mjs:counts', 'tumbling-window=60', { data });
    await put(server, 'a');
    await waitingFor(server);
    await put(server, 'b');
    await waitingFor(server);
    await server.kill();

    const again = await start();
    const [line] = await waitingFor(again);
    assert.match(line, /the end of its tumbling window, due in 60000 ms/);
    await advance(again, 60_000);
    await again.idle();

    const seen = events();
    assert.deepEqual(seen.map((event) => event.state), [{}, { count: 1 }, { count: 2 }]);
    assert.deepEqual(seen.map((event) => event.Records.length), [1, 1, 0]);
    assert.deepEqual(seen.map((event) => event.isFinalInvokeForWindow), [false, false, true]);
    const [first] = seen;
    assert.deepEqual(Object.keys(first), [
      'Records', 'window', 'state', 'shardId', 'eventSourceARN', 'isFinalInvokeForWindow', 'isWindowTerminatedEarly',
    ]);
    assert.deepEqual(first.window, { start: '2030-01-02T03:04:00Z', end: '2030-01-02T03:05:00Z' });
    assert.equal(first.eventSourceARN, first.Records[0].eventSourceARN);
    assert.equal(first.isWindowTerminatedEarly, false);
  });
});
