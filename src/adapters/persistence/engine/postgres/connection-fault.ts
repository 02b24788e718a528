/** The database cannot be reached or did not answer in time. `cause`: the error of the driver or the system, if any. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
}
