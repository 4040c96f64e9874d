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

// func sixteen(sums *[16]float64, rows *float32, features *Feature, n int, mask uint32, stride int)
//
// The same for sixteen classes, four at a time, by instructions that not every machine has.
TEXT ·sixteen(SB), NOSPLIT, $0-48
	MOVQ sums+0(FP), DI
	MOVQ rows+8(FP), SI
	MOVQ features+16(FP), DX
	MOVQ n+24(FP), CX
	MOVL mask+32(FP), R8
	MOVQ stride+40(FP), R9
	VMOVUPD 0(DI), Y0
	VMOVUPD 32(DI), Y1
	VMOVUPD 64(DI), Y2
	VMOVUPD 96(DI), Y3

loop:
	MOVL 0(DX), AX
	ANDL R8, AX
	IMULQ R9, AX
	VBROADCASTSS 4(DX), X8
	VCVTPS2PD X8, Y8
	VCVTPS2PD 0(SI)(AX*1), Y4
	VCVTPS2PD 16(SI)(AX*1), Y5
	VCVTPS2PD 32(SI)(AX*1), Y6
	VCVTPS2PD 48(SI)(AX*1), Y7
	VMULPD Y8, Y4, Y4
	VMULPD Y8, Y5, Y5
	VMULPD Y8, Y6, Y6
	VMULPD Y8, Y7, Y7
	VADDPD Y4, Y0, Y0
	VADDPD Y5, Y1, Y1
	VADDPD Y6, Y2, Y2
	VADDPD Y7, Y3, Y3
	ADDQ $8, DX
	DECQ CX
	JNE loop

	VMOVUPD Y0, 0(DI)
	VMOVUPD Y1, 32(DI)
	VMOVUPD Y2, 64(DI)
	VMOVUPD Y3, 96(DI)
	VZEROUPPER
	RET
