// What a table has beside its items, through the SDK: tags, policies, backups, limits, endpoints.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import {
  DeleteResourcePolicyCommand,
  DescribeContinuousBackupsCommand,
  DescribeContributorInsightsCommand,
  DescribeEndpointsCommand,
  DescribeKinesisStreamingDestinationCommand,
  DescribeLimitsCommand,
  DescribeTableCommand,
  GetResourcePolicyCommand,
  ListTagsOfResourceCommand,
  PutResourcePolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';

import { Server } from './support/server.mjs';
import { createTable } from './support/tables.mjs';

describe('settings of a table', () => {
  let server;
  let TableName;
  let ResourceArn;
  const send = (command) => server.dynamoDb.send(command);

  before(async () => {
    server = await Server.start();
    TableName = await createTable(server);
    ResourceArn = (await send(new DescribeTableCommand({ TableName }))).Table.TableArn;
  });
  after(() => server?.stop());

  // Their answers have no body.
  test('tags come and go', async () => {
    const Tags = [{ Key: 'Owner', Value: 'Ada' }, { Key: 'Stage', Value: '' }];
    await send(new TagResourceCommand({ ResourceArn, Tags }));
    assert.deepEqual((await send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags, Tags);
    await send(new UntagResourceCommand({ ResourceArn, TagKeys: ['Owner'] }));
    assert.deepEqual((await send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags, [Tags[1]]);
  });

  test('a policy is kept, given back and removed', async () => {
    const Policy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::000000000000:root' },
          Action: 'dynamodb:GetItem',
          Resource: ResourceArn,
        },
      ],
    });
    const { RevisionId } = await send(new PutResourcePolicyCommand({ ResourceArn, Policy }));
    const answer = await send(new GetResourcePolicyCommand({ ResourceArn }));
    assert.equal(answer.Policy, Policy);
    assert.equal(answer.RevisionId, RevisionId);
    await send(new DeleteResourcePolicyCommand({ ResourceArn, ExpectedRevisionId: RevisionId }));
    await assert.rejects(send(new GetResourcePolicyCommand({ ResourceArn })), {
      name: 'PolicyNotFoundException',
    });
  });

  test('point-in-time recovery has its times', async () => {
    const before = Date.now();
    const { ContinuousBackupsDescription } = await send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
    assert.equal(ContinuousBackupsDescription.ContinuousBackupsStatus, 'ENABLED');
    const described = await send(new DescribeContinuousBackupsCommand({ TableName }));
    const recovery = described.ContinuousBackupsDescription.PointInTimeRecoveryDescription;
    assert.equal(recovery.PointInTimeRecoveryStatus, 'ENABLED');
    assert.ok(recovery.EarliestRestorableDateTime.getTime() >= before - 1);
  });

  test('a client that asks for endpoints is sent here', async () => {
    const { Endpoints } = await send(new DescribeEndpointsCommand({}));
    assert.deepEqual(Endpoints, [
      { Address: `127.0.0.1:${server.port}`, CachePeriodInMinutes: 1440 },
    ]);
  });

  test('what tools ask of every table is answered', async () => {
    assert.equal((await send(new DescribeLimitsCommand({}))).TableMaxReadCapacityUnits, 40000);
    const insights = await send(new DescribeContributorInsightsCommand({ TableName }));
    assert.equal(insights.ContributorInsightsStatus, 'DISABLED');
    const kinesis = await send(new DescribeKinesisStreamingDestinationCommand({ TableName }));
    assert.deepEqual(kinesis.KinesisDataStreamDestinations, []);
  });
});
