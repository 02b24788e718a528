import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import type { Operation, OperationPermission } from '../../../application/shared/operation.ts';
import type { LimitPolicy } from '../../../application/shared/ports/rate-limiter.ts';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import type { Actor } from '../../../domain/access/actor.ts';
import type { Permission } from '../../../domain/access/permission.ts';
import type { Client } from '../../../domain/sessions/session.ts';
import type { DomainErrorClass } from '../../../domain/shared/errors.ts';
import type { PageRequest } from '../../../domain/shared/page.ts';
import type { Language } from '../input/language.ts';
import type { FileDeclaration, UploadedFile } from '../input/request-file.ts';
import type { TextStream } from '../output/answer-body.ts';
import type { AnswerHeader } from '../output/headers.ts';
import type { WrittenJson } from '../output/written-json.ts';
import type { ErrorForm } from '../problems/error-form.ts';
import type { HttpProblemCode } from '../problems/http-problem.ts';

/** An answer with one status. `body` is missing for an empty body. */
export type AnswerDeclaration = {
  readonly description: string;
  readonly body?: z.ZodType;
  /** `application/json` by default. */
  readonly contentType?: string;
  /** Other content types of the same answer, and their schemas. */
  readonly otherTypes?: Readonly<Record<string, z.ZodType>>;
  readonly headers?: readonly AnswerHeader[];
  /** Headers of this answer that others do not have, with their descriptions. */
  readonly ownHeaders?: Readonly<Record<string, string>>;
};

/**
 * Declares how an operation is reached over HTTP. The Express route, input validation, authorization and the OpenAPI
 * operation are derived from it.
 */
export type RouteDraft = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** In OpenAPI syntax: `/things/{thing_id}`. */
  readonly path: string;
  /** Other paths of the same operation. */
  readonly aliases?: readonly string[];
  /** The main route of the operation, if this route is an alias with another method or other input. */
  readonly aliasOf?: Pick<RouteDraft, 'method' | 'path'>;
  /** Gives the operation its name and its permission. */
  readonly operation: Operation;
  /** Only for a second route to the same operation. */
  readonly operationId?: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /**
   * Whether the body may also be an HTML form. `only`: it must be a form, with each parameter at most once; an empty
   * parameter counts as missing. A form of a page of another origin is refused, unless that origin may call the service.
   */
  readonly acceptsForm?: boolean | 'only';
  /** Whether the body may also be a file. A file is not validated here but passed on as a stream. */
  readonly file?: FileDeclaration;
  readonly answers: Readonly<Record<number, AnswerDeclaration>>;
  /**
   * Errors of the operation itself. Those of input, permission, limit, storage and faults of the service are derived.
   */
  readonly errors: readonly DomainErrorClass[];
  /**
   * `required` (default): the operation queries the database. `fallback`: it does so only for data that is not in
   * memory, for example while change notifications are interrupted. `none`: never.
   */
  readonly storage?: 'required' | 'fallback' | 'none';
  /** The form of all errors, instead of problem details. */
  readonly errorForm?: ErrorForm;
  /** Problems raised outside of use cases. */
  readonly httpProblems?: readonly HttpProblemCode[];
  /**
   * Whether the work grows with the amount of data, such as an unpaged list. It then takes turns with other expensive
   * work, and each caller may have only a few such requests at the same time. Only such routes may stream their
   * answers.
   */
  readonly isExpensive?: boolean;
  /** Counted by address, or by user where a log-in is required. */
  readonly limit?: LimitPolicy;
  /** Counted by address (IPv6: a /48) in addition to `limit`, because one person may have many accounts. Requires `limit`. */
  readonly addressLimit?: LimitPolicy;
  /**
   * Bytes that a change adds to the database, which count for its user and address: at most, and those of an answer.
   * Each change that adds rows states them; the others are in `tests/architecture/stored-data.test.ts`.
   */
  readonly stores?: { readonly atMost: number; readonly of: (answer: AnyAnswer) => number };
  /** Whether the answer has an `ETag` and a client with the current version gets 304. */
  readonly isConditional?: boolean;
  /** Cookies that the operation reads, for its documentation. All other operations ignore cookies. */
  readonly cookies?: z.ZodObject;
  /** Whether to refuse requests that pages of other origins send, because a browser adds cookies to them as well. */
  readonly isSameOriginOnly?: boolean;
  /**
   * Whether the answer holds tokens. It is never compressed, because its length would reveal parts of them (BREACH).
   */
  readonly hasSecrets?: boolean;
  /** `no-store` for personal data; `private`: the client's own cache may store it and revalidates it. */
  readonly cache?: 'no-store' | 'private' | 'public';
};

/** A route with the facts derived from its operation. `public` operations ignore the Authorization header. */
export type RouteDeclaration = RouteDraft & Derived;

type Derived = {
  readonly operationId: string;
  readonly permission: Exclude<OperationPermission, 'service'>;
  /** Whether the operation refuses personal tokens. */
  readonly needsSession: boolean;
};

type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;

/** The parts of the input that do not depend on the route. */
type AnyCall = {
  readonly actor: Actor;
  readonly client: Client;
  readonly headers: IncomingHttpHeaders;
  /** For texts that people read. */
  readonly language: Language;
  /** The address of a path of the service, such as `/things/1`, for this answer. */
  readonly addressOf: (path: string) => string;
  /** Whether the request came over TLS, to the service itself or to a trusted proxy. */
  readonly isOverTls: () => boolean;
};

/** Input of a controller action: caller, client and validated input. */
export type InputOf<R extends RouteDraft> = AnyCall & {
  readonly params: OutputOf<R['params']>;
  readonly query: OutputOf<R['query']>;
  readonly body: OutputOf<R['body']> | FileOf<R>;
};

type FileOf<R> = R extends { file: { types: infer Types } } ? UploadedFile<keyof Types & string> : never;

type BodyOf<A, IsStreamed> = A extends { body: infer S extends z.ZodType }
  ? Written<z.input<S>> | (IsStreamed extends true ? Streamable<z.input<S>> : never)
  : undefined;
/** The body, or each of its records, may already be written as JSON. */
type Written<B> = B | WrittenJson<B> | (B extends readonly (infer Item)[] ? WrittenJson<Item>[] : never);
type StreamOf<B> = B extends readonly (infer Item)[] ? AsyncIterable<Item | WrittenJson<Item>> : never;
type Streamable<B> = B | StreamOf<B> | (B extends readonly unknown[] ? never : WithStreams<B>);
type WithStreams<B> = { readonly [Name in keyof B]: B[Name] | StreamOf<B[Name]> };

/** The page of an answer, written to `X-Total-Count` and `Link`. */
export type PageOfList = PageRequest & { readonly total: number; readonly maxPages?: number };

/** An answer with several content types, or with another one than JSON, may be text. */
type TextOf<A, IsStreamed> = IsStreamed extends true
  ? A extends { otherTypes: object } | { contentType: string }
    ? { readonly text: TextStream }
    : never
  : never;

type HeadersOf<A> = { readonly [Name in AnswerHeader | OwnHeaderOf<A>]?: string };
type OwnHeaderOf<A> = A extends { ownHeaders: infer Headers } ? keyof Headers & string : never;

type IsExpensive<R> = R extends { isExpensive: true } ? true : false;

/** Result of a controller action: a declared status with its body. Lists may be streamed record by record. */
export type AnswerOf<R extends RouteDraft> = {
  [Status in keyof R['answers'] & number]: {
    readonly status: Status;
    readonly headers?: HeadersOf<R['answers'][Status]>;
    readonly page?: PageOfList;
  } & (BodyOf<R['answers'][Status], IsExpensive<R>> extends undefined
    ? { readonly body?: undefined }
    : { readonly body: BodyOf<R['answers'][Status], IsExpensive<R>> } | TextOf<R['answers'][Status], IsExpensive<R>>);
}[keyof R['answers'] & number];

export type AnyAnswer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly page?: PageOfList;
  readonly body?: unknown;
  readonly text?: TextStream;
};

export type AnyInput = AnyCall & {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
};

/**
 * Derives name and permission from the operation, and the storage error from `storage`. @throws Error for an operation
 * without a permission that a caller can hold, for a name that does not begin with that of the operation, for a fact
 * stated twice, and for an `addressLimit` without a `limit`
 */
export function declareRoute<const R extends RouteDraft>(draft: R): R & Derived {
  const { name, permission, needsSession } = draft.operation;
  const { operationId = name, errors, storage, limit, addressLimit } = draft as RouteDraft;
  if (!isOpenToCallers(permission)) throw new Error(`${name} declares no permission that a caller can hold`);
  if (!operationId.startsWith(name)) throw new Error(`The route ${operationId} runs ${name} but has another name`);
  if ('permission' in draft) throw new Error(`${operationId} states a permission, which is derived from its operation`);
  if (errors.includes(StorageUnavailable))
    throw new Error(`${operationId} states StorageUnavailable, which is derived from storage`);
  if (addressLimit && !limit) throw new Error(`${operationId} has an addressLimit but no limit`);
  const allErrors = storage === 'none' ? errors : [...errors, StorageUnavailable];
  return { ...draft, operationId, permission, needsSession, errors: allErrors };
}

/** Checks at run time as well, for code that bypasses the compiler. */
function isOpenToCallers(
  permission: OperationPermission | undefined,
): permission is Exclude<OperationPermission, 'service'> {
  return permission !== undefined && permission.length > 0 && permission !== 'service';
}

/** Any one of them suffices. Empty when no permission is required. */
export function permissionsOf({ permission }: RouteDeclaration): readonly Permission[] {
  if (permission === 'public' || permission === 'anyone') return [];
  return typeof permission === 'string' ? [permission] : permission;
}

/** Names of the headers that single answers declare, each once. */
export function ownHeadersOf(routes: readonly RouteDeclaration[]): string[] {
  const answers = routes.flatMap((route) => Object.values(route.answers));
  return [...new Set(answers.flatMap(({ ownHeaders = {} }) => Object.keys(ownHeaders)))];
}

/** Whether the path belongs to a liveness or readiness probe. */
export function isProbe(target: string): boolean {
  return /^\/health\/(?:live|ready)\/?(?:\?|$)/.test(target);
}

/** All paths of an operation; the first is the main one. */
export function pathsOf(declaration: RouteDeclaration): readonly string[] {
  return [declaration.path, ...(declaration.aliases ?? [])];
}

/** Converts `/things/{thing_id}` to Express syntax: `/things/:thing_id`. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
