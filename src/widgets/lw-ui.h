/* lw-ui.h - where the templates are
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#define LW_RESOURCE_BASE "/io/github/labelwright/Labelwright"
#define LW_UI(file) LW_RESOURCE_BASE "/ui/" file
