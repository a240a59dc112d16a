// Writes each event it is handed to RECORD_FILE, one line each, before it does as its name says.
// What they fail on is an item whose id is "poison".
import fs from 'node:fs';

const record = (event) => fs.appendFileSync(process.env.RECORD_FILE, `${JSON.stringify(event)}\n`);
const isPoison = (one) => one.dynamodb.Keys.id.S === 'poison';

export const succeeds = async (event) => record(event);

export const throwsOnPoison = async (event) => {
  record(event);
  if (event.Records.some(isPoison)) throw new Error('poison');
};

export const reportsPoison = async (event) => {
  record(event);
  return {
    batchItemFailures: event.Records.filter(isPoison).map((one) => ({
      itemIdentifier: one.dynamodb.SequenceNumber,
    })),
  };
};

// As many developers write it.
export const reportsWithoutIdentifier = async (event) => {
  record(event);
  return { batchItemFailures: event.Records.filter(isPoison).map((one) => ({ id: one.eventID })) };
};

export const counts = async (event) => {
  record(event);
  return { state: { count: (event.state.count ?? 0) + event.Records.length } };
};
