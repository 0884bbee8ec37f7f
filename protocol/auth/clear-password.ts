/** Manual page "Clear text client plugin": the response is the password and a NUL. For confidential connections alone. */
export const CLEAR_PASSWORD = 'mysql_clear_password';

/** The password in a response in clear, without its NUL. */
export function clearPassword(response: Buffer): Buffer {
  return response.at(-1) === 0 ? response.subarray(0, -1) : response;
}
