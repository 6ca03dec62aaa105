# SPDX-License-Identifier: MIT
# Question: What does a call through a binding cost over a bare call?
height = 380
load 'plots/part/common.gp'
load 'plots/part/cases.gp'
load 'plots/part/bars.gp'
