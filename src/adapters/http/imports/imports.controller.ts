import { inject } from 'inversify';
import { controller } from 'inversify-express-utils';
import { CancelImport } from '../../../application/imports/cancel-import.ts';
import { ChooseFilmOfRow } from '../../../application/imports/choose-film-of-row.ts';
import { ExportUnmatchedRows } from '../../../application/imports/export-unmatched-rows.ts';
import { GetImport } from '../../../application/imports/get-import.ts';
import { ListImportRows } from '../../../application/imports/list-import-rows.ts';
import { ListImports } from '../../../application/imports/list-imports.ts';
import { StartImport } from '../../../application/imports/start-import.ts';
import { given } from '../../../domain/shared/given.ts';
import { listAnswer, pageRequest } from '../output/list-answer.ts';
import { route } from '../routing/route-decorator.ts';
import type { AnswerOf, InputOf } from '../routing/route.ts';
import { toImportRowView, toImportView } from './import.view.ts';
import {
  cancelImportRoute,
  chooseFilmOfRowRoute,
  exportUnmatchedRowsRoute,
  getImportRoute,
  listImportRowsRoute,
  listImportsRoute,
  startImportRoute,
} from './imports.routes.ts';

@controller('/')
export class ImportsController {
  constructor(
    @inject(StartImport) private readonly startImport: StartImport,
    @inject(ListImports) private readonly listImports: ListImports,
    @inject(GetImport) private readonly getImport: GetImport,
    @inject(CancelImport) private readonly cancelImport: CancelImport,
    @inject(ListImportRows) private readonly listImportRows: ListImportRows,
    @inject(ExportUnmatchedRows) private readonly exportUnmatchedRows: ExportUnmatchedRows,
    @inject(ChooseFilmOfRow) private readonly chooseFilmOfRow: ChooseFilmOfRow,
  ) {}

  @route(startImportRoute)
  async start({
    actor,
    client,
    query,
    body,
    addressOf,
  }: InputOf<typeof startImportRoute>): Promise<AnswerOf<typeof startImportRoute>> {
    const isDryRun = query.dry_run ?? false;
    const report = await this.startImport.execute(
      actor,
      'bytes' in body
        ? given({
            isDryRun,
            client,
            ratingScale: query.rating_scale,
            file: given({ ...body, type: body.mediaType === 'application/json' ? 'json' : 'csv' }),
          })
        : { isDryRun: isDryRun || body.dry_run, client, kinopoiskUserId: body.kinopoisk_user_id },
    );
    return { status: 202, headers: { Location: addressOf(`/imports/${report.id}`) }, body: toImportView(report) };
  }

  @route(listImportsRoute)
  async list({ actor, query }: InputOf<typeof listImportsRoute>): Promise<AnswerOf<typeof listImportsRoute>> {
    const requested = pageRequest(query);
    return listAnswer(await this.listImports.execute(actor, requested), requested, toImportView);
  }

  @route(getImportRoute)
  async get({ actor, params }: InputOf<typeof getImportRoute>): Promise<AnswerOf<typeof getImportRoute>> {
    return { status: 200, body: toImportView(await this.getImport.execute(actor, { id: params.id })) };
  }

  @route(cancelImportRoute)
  async cancel({ actor, params }: InputOf<typeof cancelImportRoute>): Promise<AnswerOf<typeof cancelImportRoute>> {
    return { status: 200, body: toImportView(await this.cancelImport.execute(actor, { id: params.id })) };
  }

  @route(listImportRowsRoute)
  async rows({
    actor,
    params,
    query,
  }: InputOf<typeof listImportRowsRoute>): Promise<AnswerOf<typeof listImportRowsRoute>> {
    const requested = pageRequest(query);
    const rows = await this.listImportRows.execute(actor, {
      id: params.id,
      ...given({ outcome: query.outcome }),
      ...requested,
    });
    return listAnswer(rows, requested, toImportRowView);
  }

  @route(exportUnmatchedRowsRoute)
  async unmatched({
    actor,
    params,
  }: InputOf<typeof exportUnmatchedRowsRoute>): Promise<AnswerOf<typeof exportUnmatchedRowsRoute>> {
    const pieces = await this.exportUnmatchedRows.execute(actor, { id: params.id });
    return { status: 200, text: { contentType: 'text/csv', pieces } };
  }

  @route(chooseFilmOfRowRoute)
  async choose({
    actor,
    params,
    body,
    client,
  }: InputOf<typeof chooseFilmOfRowRoute>): Promise<AnswerOf<typeof chooseFilmOfRowRoute>> {
    const choice = { id: params.id, row: params.row, kinopoiskId: body.kinopoisk_id, client };
    return { status: 200, body: toImportRowView(await this.chooseFilmOfRow.execute(actor, choice)) };
  }
}
