/** The database cannot be reached or did not answer in time. `cause`: the error of the driver or the system, if any. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
}

/** The server agreed to TLS, and the handshake failed. If TLS is only preferred, plain text is tried next. */
export class TlsHandshakeFailed extends ConnectionFault {}
