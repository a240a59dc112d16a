// Waits until the test answers GATE_URL.
export const handler = async () => {
  await fetch(process.env.GATE_URL);
};
