import { expect, it } from 'vitest';
import { API } from '../../src/adapters/http/api.ts';

const LIMITED = 'its limit bounds what it stores';
const FEW_PEOPLE = 'only people with a right that is given to few';
const NO_ROWS = 'it changes rows that exist, deletes rows, or adds one that is soon deleted';

/** Operations with POST, PUT or PATCH that state no `stores`, and why one address cannot fill the disk with them. */
const KNOWN: Readonly<Record<string, string>> = {
  cancelImport: NO_ROWS,
  changeLogin: NO_ROWS,
  changePassword: NO_ROWS,
  changeProfile: NO_ROWS,
  changeRole: FEW_PEOPLE,
  changeUser: FEW_PEOPLE,
  createRole: FEW_PEOPLE,
  deleteAccount: NO_ROWS,
  giveRole: FEW_PEOPLE,
  introspectToken: NO_ROWS,
  logIn: LIMITED,
  logInOnPage: LIMITED,
  logOut: NO_ROWS,
  logOutOthers: NO_ROWS,
  putRestriction: FEW_PEOPLE,
  refreshSession: NO_ROWS,
  refreshSessionOfPage: NO_ROWS,
  registerUser: LIMITED,
  requestToken: LIMITED,
  revokeToken: NO_ROWS,
  startImport: 'it counts each row that it stores',
};

it('every change that adds rows counts for the address that sends it', () => {
  const changes = API.routes.filter(({ method }) => ['post', 'put', 'patch'].includes(method));
  const uncounted = changes.filter(({ stores }) => stores === undefined).map(({ operationId }) => operationId);
  expect(uncounted.toSorted()).toEqual(Object.keys(KNOWN));
});
