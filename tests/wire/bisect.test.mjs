// BisectBatchOnFunctionError, from the command line to a Node handler.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { put, startFrozen, waitingFor, advance } from './support/mappings.mjs';
import { temporaryFolder } from './support/server.mjs';
import { putAll } from './support/tables.mjs';

// One batch: a batching window gathers them.
const options = 'bisect,retry-attempts=1,batching-window=1';
const items = (ids) => ids.map((id) => ({ id: { S: id } }));

describe('bisection', () => {
  test('a poisoned record is found, tried as often as asked for, and given up alone', async (t) => {
    const { server, batches } = await startFrozen(t, 'batches.mjs:throwsOnPoison', options);
    for (const id of ['a', 'b', 'poison', 'c']) await put(server, id);
    const [line] = await waitingFor(server);
    assert.match(line, /a batch of 4 so far, due in 1000 ms \(the clock is frozen\)/);
    await advance(server, 1000);
    const [retry] = await waitingFor(server);
    assert.match(retry, /attempt 2 of records .* due in 100 ms .*: Error: poison/);
    await advance(server, 100);
    await server.idle();
    assert.deepEqual(batches(), [
      ['a', 'b', 'poison', 'c'], ['a', 'b'], ['poison', 'c'], ['poison'], ['poison'], ['c'],
    ]);
  });

  test('a kill in the middle of it neither resets the count nor merges the halves', async (t) => {
    const data = temporaryFolder();
    const { server, start, batches } = await startFrozen(t, 'batches.mjs:throwsOnPoison', options, { data });
    await putAll(server, 'Source', items(['a', 'poison']));
    await putAll(server, 'Source', items(['b', 'c']));
    await waitingFor(server);
    await advance(server, 1000);
    await waitingFor(server);
    assert.deepEqual(batches().at(-1), ['poison']);
    const before = batches().length;
    await server.kill();

    const again = await start();
    // Its second and last try comes at once, then what followed it.
    await again.idle();
    assert.deepEqual(batches().slice(before), [['poison'], ['b', 'c']]);
  });
});
