// Says when it was entered, on the clock that the benchmark reads too (CLOCK_MONOTONIC).
export const handler = async (event) => {
  const entered_ns = process.hrtime.bigint();
  for (const record of event.Records) {
    console.log(`entered ${record.dynamodb.Keys.id.S} ${entered_ns}`);
  }
};
