/** The user that commands of a change run as. Null means the login that Interlock itself runs as. */
export type GateUser = { readonly uid: number; readonly gid: number };
