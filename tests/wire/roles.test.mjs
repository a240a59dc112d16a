// IAM with AWS's SDK: roles and their policies, and what tools read of them.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
  paginateListRoles,
} from '@aws-sdk/client-iam';

import { failure } from './support/functions.mjs';
import { clientSettings, Server } from './support/server.mjs';

const document = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });
const RoleName = 'raffle';

async function start(t) {
  const server = await Server.start();
  t.after(() => server.stop());
  const iam = new IAMClient(clientSettings(server.url));
  t.after(() => iam.destroy());
  return iam;
}

test('a role with its policies is made, read and deleted', async (t) => {
  const iam = await start(t);
  const { Role } = await iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: document, Tags: [{ Key: 'a', Value: 'b' }] }),
  );
  assert.equal(Role.Arn, 'arn:aws:iam::000000000000:role/raffle');
  assert.match(Role.RoleId, /^AROA[A-Z0-9]{17}$/);
  assert.ok(Role.CreateDate instanceof Date);
  assert.equal(decodeURIComponent(Role.AssumeRolePolicyDocument), document);
  const read = await iam.send(new GetRoleCommand({ RoleName }));
  assert.deepEqual(read.Role.Tags, [{ Key: 'a', Value: 'b' }]);

  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'inline', PolicyDocument: document }));
  const inline = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
  assert.equal(decodeURIComponent(inline.PolicyDocument), document);

  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'managed', PolicyDocument: document }));
  const version = await iam.send(new GetPolicyVersionCommand({ PolicyArn: Policy.Arn, VersionId: Policy.DefaultVersionId }));
  assert.equal(decodeURIComponent(version.PolicyVersion.Document), document);
  const lambda = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';
  for (const PolicyArn of [Policy.Arn, lambda]) await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  const { AttachedPolicies } = await iam.send(new ListAttachedRolePoliciesCommand({ RoleName }));
  assert.deepEqual(AttachedPolicies.map((one) => one.PolicyName).sort(), ['AWSLambdaBasicExecutionRole', 'managed']);

  const conflict = await failure(iam.send(new DeleteRoleCommand({ RoleName })));
  assert.equal(conflict.name, 'DeleteConflictException');
  assert.equal(conflict.$metadata.httpStatusCode, 409);
  for (const PolicyArn of [Policy.Arn, lambda]) await iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  await iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: 'inline' }));
  await iam.send(new DeletePolicyCommand({ PolicyArn: Policy.Arn }));
  await iam.send(new DeleteRoleCommand({ RoleName }));
  const gone = await failure(iam.send(new GetRoleCommand({ RoleName })));
  assert.equal(gone.name, 'NoSuchEntityException');
  assert.equal(gone.message, 'The role with name raffle cannot be found.');
  assert.equal(gone.$metadata.httpStatusCode, 404);
});

test('roles come page by page', async (t) => {
  const iam = await start(t);
  for (const name of ['a', 'b', 'c']) {
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document }));
  }
  const names = [];
  for await (const { Roles } of paginateListRoles({ client: iam, pageSize: 2 }, {})) names.push(...Roles.map((one) => one.RoleName));
  assert.deepEqual(names, ['a', 'b', 'c']);
  const again = await failure(iam.send(new CreateRoleCommand({ RoleName: 'a', AssumeRolePolicyDocument: document })));
  assert.equal(again.name, 'EntityAlreadyExistsException');
});
