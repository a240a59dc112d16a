// FilterCriteria and the other options of --trigger, and what is said about those that cannot work.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';

import { put, startFrozen } from './support/mappings.mjs';
import { Server, handler, runTombola, temporaryFolder } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

const refusal = async (options) => {
  const { code, stderr } = await runTombola(['serve', '--in-memory', '--trigger', `Source=${handler('batches.mjs')},${options}`]);
  assert.equal(code, 2);
  return stderr;
};

describe('filters', () => {
  test('a handler sees what one of its filters lets pass', async (t) => {
    const { server, batches } = await startFrozen(
      t,
      'batches.mjs:succeeds',
      'filter={"dynamodb":{"NewImage":{"kind":{"S":["order",{"prefix":"re"}]}}}},filter={"dynamodb.NewImage.n.N":["7"]}',
    );
    await put(server, 'a', { kind: { S: 'order' } });
    await put(server, 'b', { kind: { S: 'invoice' } });
    await put(server, 'c', { kind: { S: 'return' } });
    await put(server, 'd', { n: { N: '7' } });
    await put(server, 'e');
    await server.idle();
    assert.deepEqual(batches().flat(), ['a', 'c', 'd']);
  });

  test('what a trigger waits for is told', async (t) => {
    const server = await Server.start({ args: ['--trigger', `Source=${handler('batches.mjs')}:succeeds`] });
    t.after(() => server.stop());
    assert.match(server.errorText, /trigger Source -> batches waits: there is no table Source yet\n/);
    await createTable(server, { name: 'Source' });
    assert.match(
      server.errorText,
      /trigger Source -> batches waits: table Source has no stream; give it a StreamSpecification\n/,
    );
  });

  test('settings come from a file with AWS’s names, too', async (t) => {
    const file = path.join(temporaryFolder(), 'mapping.json');
    fs.writeFileSync(
      file,
      JSON.stringify({
        BatchSize: 1,
        MaximumRetryAttempts: 0,
        FilterCriteria: { Filters: [{ Pattern: JSON.stringify({ eventName: ['INSERT'] }) }] },
      }),
    );
    const { server, batches } = await startFrozen(t, 'batches.mjs:throwsOnPoison', `@${file}`);
    for (const id of ['a', 'poison', 'a', 'b']) await put(server, id, { at: { N: String(Math.random()) } });
    await server.idle();
    assert.deepEqual(batches(), [['a'], ['poison'], ['b']]);
  });

  test('a filter that can match nothing is warned of at the start', async (t) => {
    const { server } = await startFrozen(
      t,
      'batches.mjs:succeeds',
      'retry-attempts=1,filter={"dynamodb":{"NewImage":{"n":{"N":[{"numeric":[">",5]}]}}}}',
    );
    assert.match(server.errorText, /warning: trigger Source -> batches: the filter on dynamodb\.NewImage\.n\.N never matches/);
  });

  test('what is not understood is refused', async () => {
    assert.match(await refusal('batchsize=1'), /--trigger: 'batchsize=1' is not an option; there are batch-size=N/);
    assert.match(await refusal('batch-size=10001'), /BatchSize is 10001, it must be from 1 to 10000/);
    assert.match(await refusal('filter={"eventName":"INSERT"}'), /Invalid filter pattern definition\./);
    assert.match(await refusal('@nowhere.json'), /@nowhere\.json: the file cannot be read/);
  });

  test('a failure destination that nothing here is, is refused', async () => {
    const file = path.join(temporaryFolder(), 'mapping.json');
    const Destination = 'arn:aws:sqs:eu-west-2:000000000000:failures';
    fs.writeFileSync(file, JSON.stringify({ DestinationConfig: { OnFailure: { Destination } } }));
    const { code, stderr } = await runTombola(['serve', '--in-memory', '--port', '0', '--trigger', `Source=${handler('batches.mjs')}:succeeds,@${file}`]);
    assert.equal(code, 1);
    assert.match(stderr, /DestinationConfig names arn:aws:sqs:eu-west-2:000000000000:failures, and nothing here receives/);
  });
});
