/** The database cannot be reached or did not answer in time. `cause`: what the driver or the system said, if anything did. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
}
