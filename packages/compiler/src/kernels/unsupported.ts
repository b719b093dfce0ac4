/** tfjs kernels that cannot be recorded; calling one while recording is COMPILER_UNKNOWN_KERNEL with its shapes. */
export const unsupportedKernels: readonly string[] = (
  'Atan2 AvgPool AvgPool3D AvgPool3DGrad AvgPoolGrad BatchToSpaceND Bincount BitwiseAnd BroadcastArgs Complex ' +
  'ComplexAbs Conv2D Conv2DBackpropFilter Conv2DBackpropInput Conv3D Conv3DBackpropFilterV2 Conv3DBackpropInputV2 ' +
  'CropAndResize Cumprod DenseBincount DepthToSpace DepthwiseConv2dNative DepthwiseConv2dNativeBackpropFilter ' +
  'DepthwiseConv2dNativeBackpropInput Diag Dilation2D Dilation2DBackpropFilter Dilation2DBackpropInput Draw FFT ' +
  'FlipLeftRight FromPixels FusedBatchNorm FusedConv2D FusedDepthwiseConv2D IFFT Imag LRN LRNGrad LowerBound ' +
  'MatrixBandPart MaxPool MaxPool3D MaxPool3DGrad MaxPoolGrad MaxPoolWithArgmax MirrorPad Multinomial ' +
  'NonMaxSuppressionV3 NonMaxSuppressionV4 NonMaxSuppressionV5 Pool RaggedGather RaggedRange RaggedTensorToTensor ' +
  'Real ResizeBilinear ResizeBilinearGrad ResizeNearestNeighbor ResizeNearestNeighborGrad RotateWithOffset ScatterNd ' +
  'SearchSorted SpaceToBatchND SparseFillEmptyRows SparseReshape SparseSegmentMean SparseSegmentSum SparseToDense ' +
  'StaticRegexReplace StringNGrams StringSplit StringToHashBucketFast TensorScatterUpdate Transform Unique UpperBound'
).split(' ')
