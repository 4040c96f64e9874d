#include "textflag.h"

// func eight(sums *[8]float64, rows *float32, features *Feature, n int, mask uint32, stride int)
//
// Products and sums are those of Go, two at a time: nothing is fused or put in another order.
TEXT ·eight(SB), NOSPLIT, $0-48
	MOVQ sums+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ features+16(FP), DX
	MOVQ n+24(FP), CX
	MOVL mask+32(FP), R8
	MOVQ stride+40(FP), R9
	MOVUPD 0(DI), X0
	MOVUPD 16(DI), X1
	MOVUPD 32(DI), X2
	MOVUPD 48(DI), X3

loop:
	MOVL 0(DX), AX             // the index of the feature
	ANDL R8, AX
	IMULQ R9, AX
	XORPS X8, X8
	CVTSS2SD 4(DX), X8         // its value, twice
	UNPCKLPD X8, X8
	CVTPS2PD 0(SI)(AX*1), X4
	CVTPS2PD 8(SI)(AX*1), X5
	CVTPS2PD 16(SI)(AX*1), X6
	CVTPS2PD 24(SI)(AX*1), X7
	MULPD X8, X4
	MULPD X8, X5
	MULPD X8, X6
	MULPD X8, X7
	ADDPD X4, X0
	ADDPD X5, X1
	ADDPD X6, X2
	ADDPD X7, X3
	ADDQ $8, DX
	DECQ CX
	JNE loop

	MOVUPD X0, 0(DI)
	MOVUPD X1, 16(DI)
	MOVUPD X2, 32(DI)
	MOVUPD X3, 48(DI)
	RET
