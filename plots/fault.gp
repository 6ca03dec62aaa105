# SPDX-License-Identifier: MIT
# Question: From the faulting store to its completion: what does a ring-1 handler cost?
height = 300
load 'plots/common.gp'
load 'plots/cases.gp'
load 'plots/bars.gp'
