/* fuzz.h - what the fuzz targets share
 *
 * A target is a reader that is given any bytes, and must neither crash nor hang nor take memory
 * without bound.  Linked with libFuzzer it invents them; with fuzz-main.c it takes files, so that the
 * corpus is a test like any other.  How to run one is in CONTRIBUTING.md.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#include <stddef.h>
#include <stdint.h>

/* What libFuzzer calls; returns 0. */
int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

/* A path where a file of these bytes is, in memory; @fd is to be closed. */
char *fuzz_write (const uint8_t *data,
                  size_t         size,
                  int           *fd);
