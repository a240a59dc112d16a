// Answers what it was given: the event, the context, the environment, its process.
export const handler = async (event, context) => ({
  statusCode: 201,
  headers: { 'content-type': 'application/json', 'X-Echo': 'yes' },
  body: JSON.stringify({
    event,
    context: { ...context, remaining_ms: context.getRemainingTimeInMillis() },
    environment: process.env,
    pid: process.pid,
    cwd: process.cwd(),
  }),
});
