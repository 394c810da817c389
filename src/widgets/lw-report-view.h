/* lw-report-view.h - what an import will do, or an export left out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-import.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define LW_TYPE_REPORT_VIEW (lw_report_view_get_type ())
G_DECLARE_FINAL_TYPE (LwReportView, lw_report_view, LW, REPORT_VIEW, AdwBin)

void lw_report_view_set_import (LwReportView         *self,
                                const LwImportReport *report);

/* Of an export. */
void lw_report_view_set_losses (LwReportView *self,
                                LwFindings   *findings);

G_END_DECLS
