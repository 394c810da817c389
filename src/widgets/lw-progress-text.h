/* lw-progress-text.h - how far an image is, in words and as a symbol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "lw-dataset.h"

G_BEGIN_DECLS

/* Translated, static. */
const char *lw_progress_to_text (LwProgress progress);

/* An icon name, static. */
const char *lw_progress_to_icon (LwProgress progress);

G_END_DECLS
