// The subcommands that ask a server that runs already, with a Node handler behind a trigger.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { put, startFrozen } from './support/mappings.mjs';
import { runTombola } from './support/server.mjs';

test('tombola idle, clock, invocations, replay and why', async (t) => {
  const { server, batches } = await startFrozen(t, 'batches.mjs:throwsOnPoison', 'retry-attempts=1,batch-size=1');
  const tombola = async (...args) => {
    const { code, stdout, stderr } = await runTombola([...args, '--endpoint', server.url]);
    return { code, stderr, answer: stdout && JSON.parse(stdout) };
  };
  const answerOf = async (...args) => {
    const { code, stderr, answer } = await tombola(...args);
    assert.equal(code, 0, stderr);
    return answer;
  };

  await t.test('idle tells what it waits for, and the clock moves to where nothing is left', async () => {
    await put(server, 'poison');
    const stuck = await tombola('idle');
    assert.equal(stuck.code, 1);
    assert.match(stuck.answer.waiting_for[0], /attempt 2/);
    assert.deepEqual(await answerOf('clock', 'advance', 'idle'), {
      now: '2030-01-02T03:04:00.100Z',
      now_ms: 1893553440100,
      frozen: true,
      clock_moves: 1,
      idle: true,
    });
    assert.deepEqual(await answerOf('idle', '--timeout', '5'), { idle: true });
    assert.deepEqual(batches(), [['poison'], ['poison']]);
  });

  await t.test('clock shows, freezes, sets and advances', async () => {
    assert.equal((await answerOf('clock', 'set', '2031-01-02T03:04:05Z')).now, '2031-01-02T03:04:05.000Z');
    assert.equal((await answerOf('clock', 'advance', '1h30m')).now, '2031-01-02T04:34:05.000Z');
    assert.equal((await answerOf('clock', 'advance', '0.5')).now, '2031-01-02T04:34:05.500Z');
    assert.equal((await answerOf('clock', 'unfreeze')).frozen, false);
    assert.equal((await answerOf('clock', 'freeze')).frozen, true);
    assert.equal((await answerOf('clock')).frozen, true);
    for (const args of [['clock', 'set'], ['clock', 'back'], ['clock', 'freeze', 'now'], ['why'], ['idle', '--timeout', '-1']]) {
      assert.equal((await tombola(...args)).code, 2, args.join(' '));
    }
    const refused = await tombola('clock', 'set', 'yesterday');
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /^tombola: set must be seconds since 1970/);
  });

  await t.test('invocations, replay and why agree on what happened', async () => {
    await put(server, 'fine');
    await answerOf('idle');
    const [last] = (await answerOf('invocations', '--limit', '1')).invocations;
    assert.equal(last.function, 'batches');
    assert.equal(last.status, 'success');
    assert.equal(last.event.Records[0].dynamodb.Keys.id.S, 'fine');
    assert.match(last.log, /REPORT RequestId/);
    assert.deepEqual(await answerOf('invocations', last.request_id), last);

    const before = batches().length;
    const { invocations } = await answerOf('replay', last.request_id);
    assert.equal(invocations[0].source, 'replay');
    assert.deepEqual(batches().slice(before), [['fine']]);
    await answerOf('replay', '--mapping', last.mapping, '--from', last.first_sequence_number);
    assert.deepEqual(batches().slice(before), [['fine'], ['fine']]);

    const why = async (id) => (await answerOf('why', 'Source', `{"id":{"S":"${id}"}}`)).records[0].mappings[0];
    assert.equal((await why('fine')).verdict, 'delivered');
    await put(server, 'poison', { again: { BOOL: true } });
    await answerOf('clock', 'advance', 'idle');
    const givenUp = await why('poison');
    assert.equal(givenUp.verdict, 'given-up');
    assert.equal(givenUp.invocation.attempt, 2);
  });
});

test('a server that is not there is said so in one line', async () => {
  const { code, stdout, stderr } = await runTombola(['idle'], { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  assert.equal(code, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^tombola: 127\.0\.0\.1:1: .*is the server of http:\/\/127\.0\.0\.1:1 running\?\n$/);
});

test('an endpoint that is none is refused', async () => {
  for (const url of ['localhost:8000', 'https://localhost', 'http://', 'http://localhost:x']) {
    const { code, stderr } = await runTombola(['idle', '--endpoint', url]);
    assert.equal(code, 2);
    assert.match(stderr, /--endpoint/);
  }
});
