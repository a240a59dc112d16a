// ReportBatchItemFailures, from the command line to a Node handler.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { advance, put, startFrozen, waitingFor } from './support/mappings.mjs';

const options = 'report-batch-item-failures,retry-attempts=1,batching-window=1';

describe('partial batch failures', () => {
  test('only what follows the record reported is tried again', async (t) => {
    const { server, batches } = await startFrozen(t, 'batches.mjs:reportsPoison', options);
    for (const id of ['a', 'b', 'poison', 'c']) await put(server, id);
    await waitingFor(server);
    await advance(server, 1000);
    const [line] = await waitingFor(server);
    assert.match(line, /the function reported 1 of 4 records as failed/);
    await advance(server, 100);
    await server.idle();
    assert.deepEqual(batches(), [['a', 'b', 'poison', 'c'], ['poison', 'c']]);
  });

  test('an item without an identifier fails the whole batch', async (t) => {
    const { server, batches } = await startFrozen(t, 'batches.mjs:reportsWithoutIdentifier', options);
    for (const id of ['a', 'poison']) await put(server, id);
    await waitingFor(server);
    await advance(server, 1000);
    const [line] = await waitingFor(server);
    assert.match(line, /batchItemFailures names no record of the batch/);
    await advance(server, 100);
    await server.idle();
    assert.deepEqual(batches(), [['a', 'poison'], ['a', 'poison']]);
  });

  test('without the option nobody reads the answer', async (t) => {
    const { server, batches } = await startFrozen(t, 'batches.mjs:reportsPoison', 'retry-attempts=0');
    await put(server, 'poison');
    await server.idle();
    assert.deepEqual(batches(), [['poison']]);
  });
});
