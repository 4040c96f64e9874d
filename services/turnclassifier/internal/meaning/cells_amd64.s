#include "textflag.h"

// func addCells(sum *float32, cells *byte, scale float32, n int)
//
// Sixteen cells at a time; products and sums are those of Go.
TEXT ·addCells(SB), NOSPLIT, $0-32
	MOVQ sum+0(FP), DI
	MOVQ cells+8(FP), SI
	MOVSS scale+16(FP), X7
	MOVQ n+24(FP), CX
	SHUFPS $0, X7, X7

loop:
	MOVOU (SI), X0
	MOVO X0, X2
	PUNPCKLBW X0, X0           // each cell fills a word,
	PUNPCKHBW X2, X2
	MOVO X0, X1
	MOVO X2, X3
	PUNPCKLWL X0, X0           // then a double word,
	PUNPCKHWL X1, X1
	PUNPCKLWL X2, X2
	PUNPCKHWL X3, X3
	PSRAL $24, X0              // of which its sign and value stay
	PSRAL $24, X1
	PSRAL $24, X2
	PSRAL $24, X3
	CVTPL2PS X0, X0
	CVTPL2PS X1, X1
	CVTPL2PS X2, X2
	CVTPL2PS X3, X3
	MULPS X7, X0
	MULPS X7, X1
	MULPS X7, X2
	MULPS X7, X3
	MOVUPS 0(DI), X4
	ADDPS X0, X4
	MOVUPS X4, 0(DI)
	MOVUPS 16(DI), X5
	ADDPS X1, X5
	MOVUPS X5, 16(DI)
	MOVUPS 32(DI), X6
	ADDPS X2, X6
	MOVUPS X6, 32(DI)
	MOVUPS 48(DI), X8
	ADDPS X3, X8
	MOVUPS X8, 48(DI)
	ADDQ $16, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JNE loop
	RET

// func addCellsWide(sum *float32, cells *byte, scale float32, n int)
//
// The same by instructions that not every machine has.
TEXT ·addCellsWide(SB), NOSPLIT, $0-32
	MOVQ sum+0(FP), DI
	MOVQ cells+8(FP), SI
	VBROADCASTSS scale+16(FP), Y7
	MOVQ n+24(FP), CX

loop:
	VPMOVSXBD 0(SI), Y0
	VPMOVSXBD 8(SI), Y1
	VCVTDQ2PS Y0, Y0
	VCVTDQ2PS Y1, Y1
	VMULPS Y7, Y0, Y0
	VMULPS Y7, Y1, Y1
	VADDPS 0(DI), Y0, Y0
	VADDPS 32(DI), Y1, Y1
	VMOVUPS Y0, 0(DI)
	VMOVUPS Y1, 32(DI)
	ADDQ $16, SI
	ADDQ $64, DI
	SUBQ $16, CX
	JNE loop
	VZEROUPPER
	RET
