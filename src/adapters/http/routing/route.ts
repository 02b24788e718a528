import type { z } from 'zod';
import type { LimitPolicy } from '../../../application/shared/ports/rate-limiter.ts';
import type { Actor } from '../../../domain/access/actor.ts';
import type { DomainErrorClass } from '../../../domain/shared/errors.ts';
import type { Permission } from '../../../domain/access/permission.ts';
import type { Operation, OperationPermission } from '../../../application/shared/operation.ts';
import { StorageUnavailable } from '../../../application/shared/ports/storage.ts';
import type { PageRequest } from '../../../domain/shared/page.ts';
import type { Client } from '../../../domain/sessions/session.ts';
import type { FileDeclaration, UploadedFile } from '../input/request-file.ts';
import type { TextStream } from '../output/answer-body.ts';
import type { AnswerHeader, AnswerHeaders } from '../output/headers.ts';
import type { HttpProblemCode } from '../problems/http-problem.ts';

/** What an answer of one status looks like. `body` is missing where there is none. */
export type AnswerDeclaration = {
  readonly description: string;
  readonly body?: z.ZodType;
  /** `application/json` unless said otherwise. */
  readonly contentType?: string;
  /** Other types in which the same may come, and what they look like. */
  readonly otherTypes?: Readonly<Record<string, z.ZodType>>;
  readonly headers?: readonly AnswerHeader[];
};

/**
 * How an operation is reached over HTTP. From it come the Express route, the validation of input, the check of the
 * permission and the OpenAPI operation.
 */
export type RouteDraft = {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/movies/{kinopoisk_id}`. */
  readonly path: string;
  /** Other paths of the same operation. */
  readonly aliases?: readonly string[];
  /** Gives the operation its name and its permission. */
  readonly operation: Operation;
  /** Only where a second route leads to the same operation. */
  readonly operationId?: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  /** Whether the body may also come as an HTML form. */
  readonly acceptsForm?: boolean;
  /** Whether the body may also be a file. It is not validated, but handed on as it comes. */
  readonly file?: FileDeclaration;
  readonly answers: Readonly<Record<number, AnswerDeclaration>>;
  /** What can go wrong beside what follows from the rest: input, permission, limit, storage, a fault of the service. */
  readonly errors: readonly DomainErrorClass[];
  /**
   * `required` unless said otherwise: the database is asked. `fallback`: it is asked only while this process cannot hear from
   * it. `none`: it is never asked.
   */
  readonly storage?: 'required' | 'fallback' | 'none';
  /** Problems that no use case knows. */
  readonly httpProblems?: readonly HttpProblemCode[];
  /**
   * Whether the work grows with what there is, such as a list that may come whole. It then takes turns with that of others,
   * and each caller may have a few such requests under way. Only these may stream their answers.
   */
  readonly isExpensive?: boolean;
  /** Counted by address, or by user where there must be one. */
  readonly limit?: LimitPolicy;
  /** Whether the answer carries an `ETag` and is 304 to somebody who has it already. */
  readonly isConditional?: boolean;
  /** `no-store` for what belongs to one person; otherwise the caller's own cache may keep it and asks again. */
  readonly cache?: 'no-store' | 'private' | 'public';
};

/** A declared route with the facts that follow from its operation. `public` operations ignore the Authorization header. */
export type RouteDeclaration = RouteDraft & Derived;

type Derived = {
  readonly operationId: string;
  readonly permission: Exclude<OperationPermission, 'service'>;
};

type OutputOf<S> = S extends z.ZodType ? z.output<S> : undefined;

/** What the controller gets: who asks, from where, and the validated input. */
export type InputOf<R extends RouteDraft> = {
  readonly actor: Actor;
  readonly client: Client;
  readonly params: OutputOf<R['params']>;
  readonly query: OutputOf<R['query']>;
  readonly body: OutputOf<R['body']> | FileOf<R>;
};

type FileOf<R> = R extends { file: { types: infer Types } } ? UploadedFile<keyof Types & string> : never;

type BodyOf<A, IsStreamed> = A extends { body: infer S extends z.ZodType }
  ? IsStreamed extends true
    ? Streamable<z.input<S>>
    : z.input<S>
  : undefined;
type StreamOf<B> = B extends readonly (infer Item)[] ? AsyncIterable<Item> : never;
type Streamable<B> = B | StreamOf<B> | (B extends readonly unknown[] ? never : WithStreams<B>);
type WithStreams<B> = { readonly [Name in keyof B]: B[Name] | StreamOf<B[Name]> };

/** Which page of how long a list an answer holds; it becomes `X-Total-Count` and `Link`. */
export type PageOfList = PageRequest & { readonly total: number; readonly maxPages?: number };

/** An answer of several types, or of another one than JSON, may be written as text. */
type TextOf<A, IsStreamed> = IsStreamed extends true
  ? A extends { otherTypes: object } | { contentType: string }
    ? { readonly text: TextStream }
    : never
  : never;

type IsExpensive<R> = R extends { isExpensive: true } ? true : false;

/** What the controller answers: one of the declared statuses with its body. A list may be streamed record by record. */
export type AnswerOf<R extends RouteDraft> = {
  [Status in keyof R['answers'] & number]: {
    readonly status: Status;
    readonly headers?: AnswerHeaders;
    readonly page?: PageOfList;
  } & (BodyOf<R['answers'][Status], IsExpensive<R>> extends undefined
    ? { readonly body?: undefined }
    : { readonly body: BodyOf<R['answers'][Status], IsExpensive<R>> } | TextOf<R['answers'][Status], IsExpensive<R>>);
}[keyof R['answers'] & number];

export type AnyAnswer = {
  readonly status: number;
  readonly headers?: AnswerHeaders;
  readonly page?: PageOfList;
  readonly body?: unknown;
  readonly text?: TextStream;
};

export type AnyInput = {
  readonly actor: Actor;
  readonly client: Client;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
};

/**
 * Takes name and permission from the operation, and the error of a missing database from its need of storage. @throws Error for
 * an operation without a permission, one that only the service runs, and a fact that is stated twice
 */
export function declareRoute<const R extends RouteDraft>(draft: R): R & Derived {
  const { name, permission } = draft.operation;
  const { operationId = name, errors, storage } = draft as RouteDraft;
  if (!isOpenToCallers(permission)) throw new Error(`${name} declares no permission that a caller can have`);
  if (!operationId.startsWith(name))
    throw new Error(`The route ${operationId} leads to ${name}, and is named otherwise`);
  if ('permission' in draft)
    throw new Error(`${operationId} states its permission, which its operation states already`);
  if (errors.includes(StorageUnavailable))
    throw new Error(`${operationId} states StorageUnavailable, which storage says`);
  return { ...draft, operationId, permission, errors: storage === 'none' ? errors : [...errors, StorageUnavailable] };
}

/** Asks even where the compiler was not asked. */
function isOpenToCallers(
  permission: OperationPermission | undefined,
): permission is Exclude<OperationPermission, 'service'> {
  return permission !== undefined && permission.length > 0 && permission !== 'service';
}

/** Any one of them opens the operation; none are needed where there are none. */
export function permissionsOf({ permission }: RouteDeclaration): readonly Permission[] {
  if (permission === 'public' || permission === 'anyone') return [];
  return typeof permission === 'string' ? [permission] : permission;
}

/** Whether this is the path, or target, of those who decide about the life of the process. */
export function isProbe(target: string): boolean {
  return /^\/health\/(?:live|ready)\/?(?:\?|$)/.test(target);
}

/** All paths of an operation, the first one being its name. */
export function pathsOf(declaration: RouteDeclaration): readonly string[] {
  return [declaration.path, ...(declaration.aliases ?? [])];
}

/** `/movies/{kinopoisk_id}` as Express writes it: `/movies/:kinopoisk_id`. */
export function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
