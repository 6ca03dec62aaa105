# SPDX-License-Identifier: MIT
# Question: What does a call through a binding cost over a bare call?
height = 380
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/bars.gp'
