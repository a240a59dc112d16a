export const handler = async ( => {};
