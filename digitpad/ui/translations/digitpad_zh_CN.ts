<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>ActiveNetwork</name>
  <message>
   <source>Use the shipped &amp;network</source>
   <translation>使用自带网络(&amp;N)</translation>
  </message>
  <message>
   <source>Use its network</source>
   <translation>使用其网络</translation>
  </message>
  <message>
   <source>The run is saved.</source>
   <translation>训练已保存。</translation>
  </message>
  <message>
   <source>Back to the shipped network</source>
   <translation>恢复自带网络</translation>
  </message>
  <message>
   <source>The network you trained answers now.</source>
   <translation>现在由您训练的网络识别。</translation>
  </message>
 </context>
 <context>
  <name>AnswerView</name>
  <message>
   <source>Answer</source>
   <translation>识别结果</translation>
  </message>
  <message>
   <source>digit {place} of {count}</source>
   <translation>第 {place} 个数字，共 {count} 个</translation>
  </message>
  <message>
   <source>Click a digit, or choose it with the arrow keys, to see its bars</source>
   <translation>点击数字，或用方向键选择，以查看其条形图</translation>
  </message>
  <message>
   <source>A sign that is not read</source>
   <translation>未识别的符号</translation>
  </message>
 </context>
 <context>
  <name>AnswerWords</name>
  <message>
   <source>Not a digit I know</source>
   <translation>不是我认识的数字</translation>
  </message>
  <message>
   <source>Not a class I know</source>
   <translation>不是我认识的类别</translation>
  </message>
  <message>
   <source>margin to second: {margin} (second: {name})</source>
   <translation>领先幅度：{margin}（第二名：{name}）</translation>
  </message>
  <message>
   <source>margin {margin} to {name}</source>
   <translation>领先幅度 {margin}（对 {name}）</translation>
  </message>
  <message>
   <source>unknown</source>
   <translation>未知</translation>
  </message>
  <message>
   <source>nearest: {name}</source>
   <translation>最接近：{name}</translation>
  </message>
  <message>
   <source>{answer}; nearest: {name}</source>
   <translation>{answer}；最接近：{name}</translation>
  </message>
  <message>
   <source>{name}, {chance}</source>
   <translation>{name}，{chance}</translation>
  </message>
  <message>
   <source>{answer}; {margin}</source>
   <translation>{answer}；{margin}</translation>
  </message>
  <message>
   <source>{number}, digit {place} of {count}: {answer}</source>
   <translation>{number}，第 {place} 个数字，共 {count} 个：{answer}</translation>
  </message>
  <message>
   <source>{sign} is not read · {line}</source>
   <translation>{sign} 未识别 · {line}</translation>
  </message>
  <message>
   <source>{answer}. {sign} is a sign that is not read.</source>
   <translation>{answer}。{sign} 是未识别的符号。</translation>
  </message>
 </context>
 <context>
  <name>ArithmeticPage</name>
  <message>
   <source>then {layer}</source>
   <translation>然后是 {layer}</translation>
  </message>
  <message>
   <source>Its receptive field, framed on the pad: {rows} × {columns} pixels of the input.</source>
   <translation>其感受野，在画板上用框标出：输入的 {rows} × {columns} 像素。</translation>
  </message>
  <message>
   <source>(channel {channel}, row {row}, column {column})</source>
   <translation>（通道 {channel}，行 {row}，列 {column}）</translation>
  </message>
  <message>
   <source>(value {value})</source>
   <translation>（值 {value}）</translation>
  </message>
  <message>
   <source>(input − mean) / √(variance + ε) × weight + bias, of this channel</source>
   <translation>(输入 − 均值) / √(方差 + ε) × 权重 + 偏置，均为此通道的值</translation>
  </message>
  <message>
   <source>Σ exp: of the scores of all classes, so that their probabilities add up to 1</source>
   <translation>Σ exp：对所有类别的分数取 exp 后求和，使各概率之和为 1</translation>
  </message>
  <message>
   <source>the same number, from {place}</source>
   <translation>来自{place}的同一个数</translation>
  </message>
  <message>
   <source>How this layer computes it is not explained here.</source>
   <translation>此处不说明这一层如何计算。</translation>
  </message>
  <message>
   <source>{count} input channels; channel {channel} contributes most:</source>
   <translation>{count} 个输入通道；通道 {channel} 贡献最大：</translation>
  </message>
  <message>
   <source>patch</source>
   <translation>局部区域</translation>
  </message>
  <message>
   <source>kernel</source>
   <translation>卷积核</translation>
  </message>
  <message>
   <source>{rest} (the other {count})</source>
   <translation>{rest}（其余 {count} 个）</translation>
  </message>
  <message>
   <source>the largest</source>
   <translation>最大值</translation>
  </message>
  <message>
   <source>the mean</source>
   <translation>均值</translation>
  </message>
  <message>
   <source>{count} inputs times their weights; the largest contributions:</source>
   <translation>{count} 个输入乘以各自的权重；贡献最大的有：</translation>
  </message>
  <message>
   <source>the other {count} together: {rest}</source>
   <translation>其余 {count} 个合计：{rest}</translation>
  </message>
  <message>
   <source>{bias} (bias)</source>
   <translation>{bias}（偏置）</translation>
  </message>
 </context>
 <context>
  <name>AssumptionsWindow</name>
  <message>
   <source>digitpad - what the file does not say</source>
   <translation>digitpad - 文件未注明的内容</translation>
  </message>
  <message>
   <source>What is assumed</source>
   <translation>推测的内容</translation>
  </message>
  <message>
   <source>How well it reads</source>
   <translation>识别效果</translation>
  </message>
  <message>
   <source>How well it read before</source>
   <translation>之前的识别效果</translation>
  </message>
  <message>
   <source>Why nothing has changed</source>
   <translation>没有变化的原因</translation>
  </message>
  <message>
   <source>Reads as well; a click takes it:</source>
   <translation>识别效果相同；点击即可采用：</translation>
  </message>
  <message>
   <source>Settle nothing: the search decides all of it again</source>
   <translation>不作任何指定：全部重新由搜索决定</translation>
  </message>
  <message>
   <source>All as it reads &amp;best</source>
   <translation>全部按最佳识别效果(&amp;B)</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>关闭窗口</translation>
  </message>
  <message>
   <source>What you choose is settled, and the rest is likely.</source>
   <translation>您选择的已经固定，其余为最可能的值。</translation>
  </message>
  <message>
   <source>What you choose is settled, and the rest is what reads best.</source>
   <translation>您选择的已经固定，其余为识别效果最佳的值。</translation>
  </message>
  <message>
   <source>{file} does not say the following.</source>
   <translation>{file} 未注明以下内容。</translation>
  </message>
  <message>
   <source>({note})</source>
   <translation>（{note}）</translation>
  </message>
  <message>
   <source>Now: {reads}</source>
   <translation>当前：{reads}</translation>
  </message>
  <message>
   <source>Before: {reads}</source>
   <translation>之前：{reads}</translation>
  </message>
  <message>
   <source>{what}: {percent:.1f} %</source>
   <translation>{what}：{percent:.1f} %</translation>
  </message>
  <message>
   <source>Settle this: {what}</source>
   <translation>采用此项：{what}</translation>
  </message>
 </context>
 <context>
  <name>Bars</name>
  <message>
   <source>Bars of the classes</source>
   <translation>各类别的条形图</translation>
  </message>
  <message>
   <source>probability</source>
   <translation>概率</translation>
  </message>
  <message>
   <source>log-softmax (log-probability)</source>
   <translation>log-softmax（对数概率）</translation>
  </message>
  <message>
   <source>log-softmax</source>
   <translation>log-softmax</translation>
  </message>
  <message>
   <source>It was {name}: click to keep the drawing as one of your samples</source>
   <translation>实际是 {name}：点击可将绘图存入“我的样本”</translation>
  </message>
 </context>
 <context>
  <name>BatchPictures</name>
  <message>
   <source>The batch's pictures</source>
   <translation>该批的图片</translation>
  </message>
  <message>
   <source>none of the classes</source>
   <translation>不属于任何类别</translation>
  </message>
  <message>
   <source>{truth}, read right before the step</source>
   <translation>{truth}，在这一步之前识别正确</translation>
  </message>
  <message>
   <source>{truth}, read as {answer} before the step</source>
   <translation>{truth}，在这一步之前识别为 {answer}</translation>
  </message>
 </context>
 <context>
  <name>BatchView</name>
  <message>
   <source>One batch</source>
   <translation>一个批次</translation>
  </message>
  <message>
   <source>Which batch</source>
   <translation>哪一批</translation>
  </message>
  <message>
   <source>The whole batch in a window of its own, with true class and answer</source>
   <translation>在单独的窗口中显示整批图片，并标出真实类别和识别结果</translation>
  </message>
  <message>
   <source>Large…</source>
   <translation>放大…</translation>
  </message>
  <message>
   <source>What the step did</source>
   <translation>这一步的作用</translation>
  </message>
  <message>
   <source>Pause the run, then press Step to see what one batch does.</source>
   <translation>请先暂停训练，再点击“单步”，查看一个批次的作用。</translation>
  </message>
  <message>
   <source>Epoch {epoch}, batch {batch:,} of {batches:,}: loss {loss:.4f}, {right} of {count} read right</source>
   <translation>第 {epoch} 轮，第 {batch:,} 批，共 {batches:,} 批：损失 {loss:.4f}，{count} 张中 {right} 张识别正确</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>层</translation>
  </message>
  <message>
   <source>Gradient</source>
   <translation>梯度</translation>
  </message>
  <message>
   <source>Weights moved by</source>
   <translation>权重变化量</translation>
  </message>
  <message>
   <source>{sum} + {left:,} left out</source>
   <translation>{sum} + 略去 {left:,}</translation>
  </message>
  <message>
   <source>&lt;b&gt;Batch size&lt;/b&gt; {size:,}: so many pictures are looked at before the weights move once.</source>
   <translation>&lt;b&gt;批大小 (batch size)&lt;/b&gt; {size:,}：看完这么多图片，权重更新一次。</translation>
  </message>
  <message>
   <source>&lt;b&gt;Iteration&lt;/b&gt;: one such step. The gradient says in which direction the loss grows; the optimizer moves the weights the other way, here with learning rate {rate:g}.</source>
   <translation>&lt;b&gt;迭代 (iteration)&lt;/b&gt;：就是这样的一步。梯度指出损失增大的方向；优化器将权重向相反方向移动，此处学习率为 {rate:g}。</translation>
  </message>
  <message>
   <source>&lt;b&gt;Epoch&lt;/b&gt;: once through all {examples:,} pictures, in {batches} ({sum}); this run has {epochs}, {total} in all.</source>
   <translation>&lt;b&gt;轮次 (epoch)&lt;/b&gt;：遍历全部 {examples:,} 张图片一次，需 {batches}（{sum}）；此训练有 {epochs} 轮，共 {total}。</translation>
  </message>
  <message>
   <source>1 iteration</source>
   <translation>1 次迭代</translation>
  </message>
  <message>
   <source>{count} iterations</source>
   <translation>{count} 次迭代</translation>
  </message>
 </context>
 <context>
  <name>BatchWindow</name>
  <message>
   <source>digitpad - one batch</source>
   <translation>digitpad - 一批图片</translation>
  </message>
  <message>
   <source>Which batch</source>
   <translation>哪一批</translation>
  </message>
  <message>
   <source>✓ read right: its class · ✗ read wrong: its true class → what it was read as</source>
   <translation>✓ 识别正确：其类别 · ✗ 识别错误：真实类别 → 被识别成的类别</translation>
  </message>
  <message>
   <source>&amp;Fit to the window</source>
   <translation>适应窗口(&amp;F)</translation>
  </message>
  <message>
   <source>Fit to the window</source>
   <translation>适应窗口</translation>
  </message>
  <message>
   <source>Size of the pictures</source>
   <translation>图片大小</translation>
  </message>
  <message>
   <source>Size of the pictures; also plus and minus, or Ctrl and the wheel</source>
   <translation>图片大小；也可用加号、减号键或 Ctrl 加滚轮</translation>
  </message>
  <message>
   <source>The batch's pictures</source>
   <translation>该批的图片</translation>
  </message>
  <message>
   <source>&amp;Size</source>
   <translation>大小(&amp;S)</translation>
  </message>
  <message>
   <source>The first {most:,} of {count:,} pictures are displayed.</source>
   <translation>共 {count:,} 张图片，只显示前 {most:,} 张。</translation>
  </message>
 </context>
 <context>
  <name>Bench</name>
  <message>
   <source>Input</source>
   <translation>输入</translation>
  </message>
  <message>
   <source>Convolution</source>
   <translation>卷积</translation>
  </message>
  <message>
   <source>The kernel slides over the input; patch times kernel, added up, is one output.</source>
   <translation>卷积核在输入上滑动；局部区域与卷积核逐元素相乘后求和，得到一个输出。</translation>
  </message>
  <message>
   <source>Kernel</source>
   <translation>卷积核</translation>
  </message>
  <message>
   <source>Max pooling</source>
   <translation>最大池化</translation>
  </message>
  <message>
   <source>The window slides over the input; its largest number is one output.</source>
   <translation>窗口在输入上滑动；其中的最大值就是一个输出。</translation>
  </message>
  <message>
   <source>Activation</source>
   <translation>激活函数</translation>
  </message>
  <message>
   <source>The same function of every number. Without one, linear layers in a row are one.</source>
   <translation>对每个数使用同一个函数。没有激活函数，连续的全连接层等价于一层。</translation>
  </message>
  <message>
   <source>Function</source>
   <translation>函数</translation>
  </message>
  <message>
   <source>Target</source>
   <translation>目标</translation>
  </message>
  <message>
   <source>p: the true probabilities</source>
   <translation>p：真实概率</translation>
  </message>
  <message>
   <source>L1 loss</source>
   <translation>L1 损失</translation>
  </message>
  <message>
   <source>How far each number is from its target, on average or in all.</source>
   <translation>每个数与其目标的距离，取平均或求和。</translation>
  </message>
  <message>
   <source>MSE loss</source>
   <translation>MSE 损失</translation>
  </message>
  <message>
   <source>The square of how far each number is from its target, on average or in all.</source>
   <translation>每个数与其目标的距离的平方，取平均或求和。</translation>
  </message>
  <message>
   <source>Entropy</source>
   <translation>熵</translation>
  </message>
  <message>
   <source>How uncertain a distribution is: its information, −ln p, on average.</source>
   <translation>分布的不确定程度：其信息量 −ln p 的平均值。</translation>
  </message>
  <message>
   <source>p: probabilities</source>
   <translation>p：概率</translation>
  </message>
  <message>
   <source>Cross-entropy</source>
   <translation>交叉熵</translation>
  </message>
  <message>
   <source>Softmax makes probabilities of the scores; the loss is −ln of the right class's.</source>
   <translation>softmax 将分数变为概率；损失是正确类别的概率的 −ln。</translation>
  </message>
  <message>
   <source>x: scores (logits) of the classes</source>
   <translation>x：各类别的分数 (logits)</translation>
  </message>
  <message>
   <source>KL divergence</source>
   <translation>KL 散度</translation>
  </message>
  <message>
   <source>How far the network's distribution q is from the true one, p.</source>
   <translation>网络的分布 q 与真实分布 p 相差多远。</translation>
  </message>
  <message>
   <source>q: the network's probabilities</source>
   <translation>q：网络给出的概率</translation>
  </message>
  <message>
   <source>All together</source>
   <translation>总计</translation>
  </message>
  <message>
   <source>The same in PyTorch</source>
   <translation>用 PyTorch 实现</translation>
  </message>
 </context>
 <context>
  <name>BenchController</name>
  <message>
   <source>&amp;Bench: small examples by hand…</source>
   <translation>演算台：手算小示例(&amp;B)…</translation>
  </message>
 </context>
 <context>
  <name>BenchWindow</name>
  <message>
   <source>digitpad - the bench: small examples by hand</source>
   <translation>digitpad - 演算台：手算小示例</translation>
  </message>
  <message>
   <source>Examples</source>
   <translation>示例</translation>
  </message>
  <message>
   <source>Reset this example</source>
   <translation>重置此示例</translation>
  </message>
  <message>
   <source>Show the numbers and settings that this example begins with</source>
   <translation>恢复此示例最初的数和设置</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>关闭窗口</translation>
  </message>
 </context>
 <context>
  <name>Canvas</name>
  <message>
   <source>Drawing pad</source>
   <translation>画板</translation>
  </message>
  <message>
   <source>Draw a digit here. Arrow keys move the pen, space puts it down and up, E takes the eraser, Escape clears, the keys 0 to 9 say what it was.</source>
   <translation>在此画一个数字。方向键移动画笔，空格键落笔和抬笔，E 切换为橡皮，Esc 清空，数字键 0 到 9 表明实际的数字。</translation>
  </message>
  <message>
   <source>A sign that is not read</source>
   <translation>未识别的符号</translation>
  </message>
 </context>
 <context>
  <name>ChartLegend</name>
  <message>
   <source>Train loss</source>
   <translation>训练损失</translation>
  </message>
  <message>
   <source>Test loss</source>
   <translation>测试损失</translation>
  </message>
  <message>
   <source>Test accuracy</source>
   <translation>测试准确率</translation>
  </message>
  <message>
   <source>Test loss before training</source>
   <translation>训练前的测试损失</translation>
  </message>
  <message>
   <source>accuracy</source>
   <translation>准确率</translation>
  </message>
 </context>
 <context>
  <name>ChartTools</name>
  <message>
   <source>Log scale</source>
   <translation>对数刻度</translation>
  </message>
  <message>
   <source>Show the loss on a logarithmic scale</source>
   <translation>以对数刻度显示损失</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>平滑</translation>
  </message>
  <message>
   <source>Draw a moving average over the single batches</source>
   <translation>绘制各批损失的滑动平均</translation>
  </message>
  <message>
   <source>E&amp;xport</source>
   <translation>导出(&amp;X)</translation>
  </message>
  <message>
   <source>Export the chart</source>
   <translation>导出损失曲线</translation>
  </message>
  <message>
   <source>Keep the chart as a picture or its points as a table</source>
   <translation>将损失曲线保存为图片，或将其数据点保存为表格</translation>
  </message>
  <message>
   <source>Picture (PNG)…</source>
   <translation>图片（PNG）…</translation>
  </message>
  <message>
   <source>Table (CSV)…</source>
   <translation>表格（CSV）…</translation>
  </message>
  <message>
   <source>Save the chart's points</source>
   <translation>保存损失曲线的数据点</translation>
  </message>
  <message>
   <source>Table (*.csv)</source>
   <translation>表格 (*.csv)</translation>
  </message>
 </context>
 <context>
  <name>ChooseEntry</name>
  <message>
   <source>digitpad - several networks</source>
   <translation>digitpad - 多个网络</translation>
  </message>
  <message>
   <source>{file} holds several networks:</source>
   <translation>{file} 中有多个网络：</translation>
  </message>
 </context>
 <context>
  <name>CodeWindow</name>
  <message>
   <source>digitpad - the same as a PyTorch script</source>
   <translation>digitpad - 等价的 PyTorch 脚本</translation>
  </message>
  <message>
   <source>The script</source>
   <translation>脚本</translation>
  </message>
  <message>
   <source>It runs by itself once the command in it has written its pictures into a file, and with the same seed its first losses are those of the Training tab.</source>
   <translation>用其中的命令把图片写入文件之后，它就可以独立运行；随机种子相同时，最初的损失与“训练”标签页中的相同。</translation>
  </message>
  <message>
   <source>It runs by itself, and with the same seed its first losses are those of the Training tab.</source>
   <translation>它可以独立运行；随机种子相同时，最初的损失与“训练”标签页中的相同。</translation>
  </message>
  <message>
   <source>&amp;Copy</source>
   <translation>复制(&amp;C)</translation>
  </message>
  <message>
   <source>Copy the script</source>
   <translation>复制脚本</translation>
  </message>
  <message>
   <source>&amp;Save…</source>
   <translation>保存(&amp;S)…</translation>
  </message>
  <message>
   <source>Save the script</source>
   <translation>保存脚本</translation>
  </message>
  <message>
   <source>Python (*.py)</source>
   <translation>Python (*.py)</translation>
  </message>
 </context>
 <context>
  <name>ComparePlot</name>
  <message>
   <source>Curves of the ticked runs: arrow keys read their values</source>
   <translation>勾选的训练记录的曲线：用方向键读取数值</translation>
  </message>
  <message>
   <source>{examples} examples</source>
   <translation>{examples} 个样本</translation>
  </message>
  <message>
   <source>{name}: {value} at {examples}</source>
   <translation>{name}：{value}（{examples} 个样本处）</translation>
  </message>
  <message>
   <source>{name}: {value}</source>
   <translation>{name}：{value}</translation>
  </message>
 </context>
 <context>
  <name>ConfusionView</name>
  <message>
   <source>Confusion matrix</source>
   <translation>混淆矩阵</translation>
  </message>
  <message>
   <source>{count:,} of {total:,} pictures of {truth} read right ({share:.2f} %)</source>
   <translation>{truth} 的 {total:,} 张图片中 {count:,} 张识别正确（{share:.2f} %）</translation>
  </message>
  <message>
   <source>{count:,} of {total:,} pictures of {truth} read as {answer} ({share:.2f} %)</source>
   <translation>{truth} 的 {total:,} 张图片中 {count:,} 张识别为 {answer}（{share:.2f} %）</translation>
  </message>
  <message>
   <source>read as</source>
   <translation>识别为</translation>
  </message>
  <message>
   <source>true class</source>
   <translation>真实类别</translation>
  </message>
 </context>
 <context>
  <name>Core</name>
  <message>
   <source>{picture}: nothing drawn</source>
   <translation>{picture}：没有笔迹</translation>
  </message>
  <message>
   <source>? is a sign, which is not read</source>
   <translation>? 是符号，不识别</translation>
  </message>
  <message>
   <source>{name} ({chance}, margin {margin:.2f})</source>
   <translation>{name}（{chance}，领先 {margin:.2f}）</translation>
  </message>
  <message>
   <source>not a digit I know (nearest: {name}, {chance})</source>
   <translation>不是认识的数字（最接近：{name}，{chance}）</translation>
  </message>
  <message>
   <source>not a class I know (nearest: {name}, {chance})</source>
   <translation>不是认识的类别（最接近：{name}，{chance}）</translation>
  </message>
  <message>
   <source>{message}; see '{program} --help'</source>
   <translation>{message}；请参阅“{program} --help”</translation>
  </message>
  <message>
   <source>A drawing pad that recognises digits and trains its own network in front of you. Without a command it opens the window; a .pth file or the folder of a run as the only argument is opened there.</source>
   <translation>一块能识别手写数字、并在您眼前训练自己网络的画板。不带命令时打开窗口；若唯一的参数是 .pth 文件或训练记录的文件夹，则在窗口中打开它。</translation>
  </message>
  <message>
   <source>print versions, the machine, and where files lie</source>
   <translation>打印版本、机器信息以及文件所在位置</translation>
  </message>
  <message>
   <source>commands</source>
   <translation>命令</translation>
  </message>
  <message>
   <source>{sentence}.</source>
   <translation>{sentence}。</translation>
  </message>
  <message>
   <source>print one JSON object per line and nothing else</source>
   <translation>每行输出一个 JSON 对象，不输出其他内容</translation>
  </message>
  <message>
   <source>read digits from pictures, or from a file of strokes</source>
   <translation>识别图片或笔画文件中的数字</translation>
  </message>
  <message>
   <source>picture, folder of pictures, table of pictures (.csv), or a drawing</source>
   <translation>图片、图片文件夹、图片表格 (.csv) 或绘图</translation>
  </message>
  <message>
   <source>drawings: JSON lines, QuickDraw, InkML, SVG, signature_pad</source>
   <translation>绘图：JSON 行、QuickDraw、InkML、SVG、signature_pad</translation>
  </message>
  <message>
   <source>write the answers: ImageId,Label for a table as Kaggle's test.csv, else path,digit,probability</source>
   <translation>写出识别结果：Kaggle 的 test.csv 这类表格写 ImageId,Label，其他写 path,digit,probability</translation>
  </message>
  <message>
   <source>network to ask (default: the shipped one)</source>
   <translation>用于识别的网络（默认：自带网络）</translation>
  </message>
  <message>
   <source>train a network by a recipe</source>
   <translation>按训练方案训练一个网络</translation>
  </message>
  <message>
   <source>a preset (quick, best, notes-basic, ...; default: quick) or a recipe's file.toml</source>
   <translation>预设（quick、best、notes-basic 等；默认 quick）或训练方案文件 .toml</translation>
  </message>
  <message>
   <source>auto, cpu, cuda or mps</source>
   <translation>auto、cpu、cuda 或 mps</translation>
  </message>
  <message>
   <source>folder for last.pth and best.pth</source>
   <translation>存放 last.pth 和 best.pth 的文件夹</translation>
  </message>
  <message>
   <source>between saves (default: 30)</source>
   <translation>两次保存之间的秒数（默认 30）</translation>
  </message>
  <message>
   <source>write the run for TensorBoard too (pip install 'digitpad[tensorboard]')</source>
   <translation>同时写出 TensorBoard 记录 (pip install 'digitpad[tensorboard]')</translation>
  </message>
  <message>
   <source>continue the run in this file, or begin one with another program's weights; settings given beside it change from there on</source>
   <translation>继续此文件中的训练，或以其他程序的权重开始训练；同时给出的设置从那里起生效</translation>
  </message>
  <message>
   <source>the optimizer.pth of another program's weights</source>
   <translation>其他程序权重对应的 optimizer.pth</translation>
  </message>
  <message>
   <source>settings that differ from the recipe's</source>
   <translation>与训练方案不同的设置</translation>
  </message>
  <message>
   <source>measure a network on labelled pictures</source>
   <translation>在带标签的图片上测量网络</translation>
  </message>
  <message>
   <source>network to measure (default: the shipped one)</source>
   <translation>要测量的网络（默认：自带网络）</translation>
  </message>
  <message>
   <source>a dataset's name, a folder of a folder per class, a table (.csv), or strokes with labels</source>
   <translation>数据集名称、每类一个子文件夹的文件夹、表格 (.csv) 或带标签的笔画</translation>
  </message>
  <message>
   <source>the part of the dataset that is measured on (default: test)</source>
   <translation>用于测量的数据集部分（默认 test）</translation>
  </message>
  <message>
   <source>teach a network your own samples</source>
   <translation>用自己的样本教网络</translation>
  </message>
  <message>
   <source>folder &lt;digit&gt;/*.png (default: what you corrected)</source>
   <translation>文件夹 &lt;digit&gt;/*.png（默认：您更正过的样本）</translation>
  </message>
  <message>
   <source>network to teach (default: the shipped one)</source>
   <translation>要教的网络（默认：自带网络）</translation>
  </message>
  <message>
   <source>where the taught one goes</source>
   <translation>教过的网络保存到哪里</translation>
  </message>
  <message>
   <source>show what a file holds: .pth of any kind, .safetensors or .onnx</source>
   <translation>显示文件内容：任意 .pth、.safetensors 或 .onnx</translation>
  </message>
  <message>
   <source>write a network in another form</source>
   <translation>以另一种形式写出网络</translation>
  </message>
  <message>
   <source> (default: by the suffix of OUT, else state_dict)</source>
   <translation>（默认：按 OUT 的后缀，否则 state_dict）</translation>
  </message>
  <message>
   <source>write a dataset's pictures and labels as arrays of NumPy (.npz)</source>
   <translation>将数据集的图片和标签写成 NumPy 数组（.npz）</translation>
  </message>
  <message>
   <source>a dataset's name, a folder of a folder per class, or a table (.csv)</source>
   <translation>数据集名称、每个类别一个子文件夹的文件夹，或表格（.csv）</translation>
  </message>
  <message>
   <source>the folder with datasets</source>
   <translation>存放数据集的文件夹</translation>
  </message>
  <message>
   <source>there is not enough memory for this</source>
   <translation>内存不足</translation>
  </message>
  <message>
   <source>interrupted</source>
   <translation>已中断</translation>
  </message>
  <message>
   <source>the output</source>
   <translation>输出</translation>
  </message>
  <message>
   <source>{path} could not be written: {why}</source>
   <translation>无法写入 {path}：{why}</translation>
  </message>
  <message>
   <source>{path} holds {train} pictures to train with and {test} to test with</source>
   <translation>{path} 中有 {train} 张训练图片和 {test} 张测试图片</translation>
  </message>
  <message>
   <source>parameters</source>
   <translation>参数</translation>
  </message>
  <message>
   <source>network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>{kind}, learning rate {rate:g}, momentum {momentum:g}, {count} parameter tensors</source>
   <translation>{kind}，学习率 {rate:g}，动量 {momentum:g}，{count} 个参数张量</translation>
  </message>
  <message>
   <source>optimiser</source>
   <translation>优化器</translation>
  </message>
  <message>
   <source>beside it</source>
   <translation>配对文件</translation>
  </message>
  <message>
   <source>problem</source>
   <translation>问题</translation>
  </message>
  <message>
   <source>file</source>
   <translation>文件</translation>
  </message>
  <message>
   <source>architecture</source>
   <translation>网络结构</translation>
  </message>
  <message>
   <source>mean {mean}, std {std} (from {source}; --mean and --std change it)</source>
   <translation>均值 {mean}，标准差 {std}（来源：{source}；用 --mean 和 --std 修改）</translation>
  </message>
  <message>
   <source>normalisation</source>
   <translation>归一化</translation>
  </message>
  <message>
   <source>assumed</source>
   <translation>推测</translation>
  </message>
  <message>
   <source>{size}, colour</source>
   <translation>{size}，彩色</translation>
  </message>
  <message>
   <source>{size}, grey</source>
   <translation>{size}，灰度</translation>
  </message>
  <message>
   <source>pictures</source>
   <translation>图片</translation>
  </message>
  <message>
   <source>classes</source>
   <translation>类别</translation>
  </message>
  <message>
   <source>what is a digit with a probability below {share:.0%}</source>
   <translation>是数字的概率低于 {share:.0%} 的输入</translation>
  </message>
  <message>
   <source>what is one of its classes with a probability below {share:.0%}</source>
   <translation>属于其类别的概率低于 {share:.0%} 的输入</translation>
  </message>
  <message>
   <source>refuses</source>
   <translation>拒绝识别</translation>
  </message>
  <message>
   <source>trained</source>
   <translation>已训练</translation>
  </message>
  <message>
   <source>epochs {value}</source>
   <translation>{value} 轮</translation>
  </message>
  <message>
   <source>steps {value}</source>
   <translation>{value} 步</translation>
  </message>
  <message>
   <source>test</source>
   <translation>测试</translation>
  </message>
  <message>
   <source>accuracy {value:.2%}</source>
   <translation>准确率 {value:.2%}</translation>
  </message>
  <message>
   <source>loss {value:.4f}</source>
   <translation>损失 {value:.4f}</translation>
  </message>
  <message>
   <source>{layer}, {count:,} parameters</source>
   <translation>{layer}，{count:,} 个参数</translation>
  </message>
  <message>
   <source>layers</source>
   <translation>层</translation>
  </message>
  <message>
   <source>and {count} more</source>
   <translation>另有 {count} 层</translation>
  </message>
  <message>
   <source>{path} is the file to export, and as {form} it would lose the rest of what it holds; choose another name for OUT.</source>
   <translation>{path} 就是要导出的文件，写成 {form} 会丢失其中的其余内容；请为 OUT 选择其他名称。</translation>
  </message>
  <message>
   <source>{path} written ({size:,} bytes)</source>
   <translation>已写入 {path}（{size:,} 字节）</translation>
  </message>
  <message>
   <source>--assume and --entry belong to --resume or --weights; name the file there.</source>
   <translation>--assume 和 --entry 须与 --resume 或 --weights 一起使用；请在其中指定文件。</translation>
  </message>
  <message>
   <source>--assume is about the network of --weights; leave out --recipe and --network.</source>
   <translation>--assume 针对 --weights 的网络；请去掉 --recipe 和 --network。</translation>
  </message>
  <message>
   <source>only --json can stand beside --info, not '{word}'</source>
   <translation>--info 只能与 --json 一起使用，不能与 '{word}' 一起使用</translation>
  </message>
  <message>
   <source>cannot be loaded ({error})</source>
   <translation>无法加载（{error}）</translation>
  </message>
  <message>
   <source>only with {what}</source>
   <translation>仅用于 {what}</translation>
  </message>
  <message>
   <source>{what} ({notes})</source>
   <translation>{what} ({notes})</translation>
  </message>
  <message>
   <source>{name} of the normalisation, for a file that does not tell (0-1 scale)</source>
   <translation>归一化的 {name}，用于文件未说明时（0-1 尺度）</translation>
  </message>
  <message>
   <source>recipe whose layers other people's weights belong to, as the network editor writes it</source>
   <translation>他人权重所属网络层的训练方案，由网络编辑器写出</translation>
  </message>
  <message>
   <source>the network to take from a file that holds several</source>
   <translation>文件包含多个网络时要取的那个</translation>
  </message>
  <message>
   <source>what other people's weights do not tell, such as padding=1, pooling=none,max2 or activation=tanh; for the rest what reads best is taken</source>
   <translation>他人权重未说明的内容，例如 padding=1、pooling=none,max2 或 activation=tanh；其余取识别效果最好的</translation>
  </message>
  <message>
   <source>it is empty; name a file or a folder</source>
   <translation>内容为空；请给出文件或文件夹的名称</translation>
  </message>
  <message>
   <source>'{text}' is not a number, nor three with commas between</source>
   <translation>“{text}” 不是一个数，也不是以逗号分隔的三个数</translation>
  </message>
  <message>
   <source>'{text}' is not above 0</source>
   <translation>“{text}” 不大于 0</translation>
  </message>
  <message>
   <source>'{text}' is not a number of seconds from 0 up</source>
   <translation>“{text}” 不是不小于 0 的秒数</translation>
  </message>
  <message>
   <source>Nothing has to be assumed of {path}: its network is {name}; leave out {option}, or set --mean and --std.</source>
   <translation>{path} 没有需要推测的内容：其网络是 {name}；请去掉 {option}，或设置 --mean 和 --std。</translation>
  </message>
  <message>
   <source>{path} has no list of layers; write one as [[layers]], as the network editor does.</source>
   <translation>{path} 中没有层列表；请像网络编辑器那样写成 [[layers]]。</translation>
  </message>
  <message>
   <source>predict needs either pictures or --strokes F.jsonl; try 'digitpad predict picture.png'</source>
   <translation>predict 需要图片或 --strokes F.jsonl；请试试“digitpad predict picture.png”</translation>
  </message>
  <message>
   <source>{path} is one of the files to read; choose another name.</source>
   <translation>{path} 是要读取的文件之一；请换一个名称。</translation>
  </message>
  <message>
   <source>{path} written ({count:,} answers)</source>
   <translation>已写入 {path}（{count:,} 个识别结果）</translation>
  </message>
  <message>
   <source>The network tells {known} apart and the pictures are of {classes}; choose another network.</source>
   <translation>网络能区分 {known}，而图片的类别是 {classes}；请选择其他网络。</translation>
  </message>
  <message>
   <source>measured on the part that the run kept for testing</source>
   <translation>在该次训练留作测试的部分上测量</translation>
  </message>
  <message>
   <source>{path} is not divided into train and test; leave --part out to measure on all of it.</source>
   <translation>{path} 没有分为训练集和测试集；要在全部图片上测量，请去掉 --part。</translation>
  </message>
  <message>
   <source>Accuracy {share:.2%} ({right}/{count}), mean loss {loss:.4f}, on the training set</source>
   <translation>准确率 {share:.2%}（{right}/{count}），平均损失 {loss:.4f}，在训练集上测量</translation>
  </message>
  <message>
   <source>Accuracy {share:.2%} ({right}/{count}), mean loss {loss:.4f}</source>
   <translation>准确率 {share:.2%}（{right}/{count}），平均损失 {loss:.4f}</translation>
  </message>
  <message>
   <source>Expected calibration error {error:.4f}</source>
   <translation>期望校准误差 (ECE) {error:.4f}</translation>
  </message>
  <message>
   <source>Answered 'not a digit I know': {share:.2%}</source>
   <translation>回答“不是认识的数字”的比例：{share:.2%}</translation>
  </message>
  <message>
   <source>Answered 'not a class I know': {share:.2%}</source>
   <translation>回答“不是认识的类别”的比例：{share:.2%}</translation>
  </message>
  <message>
   <source>Digit</source>
   <translation>数字</translation>
  </message>
  <message>
   <source>Class</source>
   <translation>类别</translation>
  </message>
  <message>
   <source>Writer</source>
   <translation>书写者</translation>
  </message>
  <message>
   <source>Confusion (rows: truth, columns: answer)</source>
   <translation>混淆矩阵（行：真实类别，列：识别结果）</translation>
  </message>
  <message>
   <source>right</source>
   <translation>正确</translation>
  </message>
  <message>
   <source>accuracy</source>
   <translation>准确率</translation>
  </message>
  <message>
   <source>read the samples</source>
   <translation>读取样本</translation>
  </message>
  <message>
   <source>load everybody's digits</source>
   <translation>加载通用数字</translation>
  </message>
  <message>
   <source>measure before</source>
   <translation>微调前测量</translation>
  </message>
  <message>
   <source>draw the samples again</source>
   <translation>重新绘制样本</translation>
  </message>
  <message>
   <source>teach</source>
   <translation>微调</translation>
  </message>
  <message>
   <source>check that nothing is forgotten</source>
   <translation>检查没有遗忘</translation>
  </message>
  <message>
   <source>measure after</source>
   <translation>微调后测量</translation>
  </message>
  <message>
   <source>The folder of {path} does not exist; make it first.</source>
   <translation>{path} 所在的文件夹不存在；请先创建。</translation>
  </message>
  <message>
   <source>{path} is a folder; name a file in it, such as taught.pth.</source>
   <translation>{path} 是文件夹；请指定其中的一个文件，例如 taught.pth。</translation>
  </message>
  <message>
   <source>{path} is not a folder; name one that holds folders 0 to 9 with pictures.</source>
   <translation>{path} 不是文件夹；请指定含有图片文件夹 0 到 9 的文件夹。</translation>
  </message>
  <message>
   <source>read right</source>
   <translation>识别正确</translation>
  </message>
  <message>
   <source>before</source>
   <translation>之前</translation>
  </message>
  <message>
   <source>after</source>
   <translation>之后</translation>
  </message>
  <message>
   <source>samples, learnt from ({count:,})</source>
   <translation>学过的样本（{count:,}）</translation>
  </message>
  <message>
   <source>samples, not learnt from ({count:,})</source>
   <translation>没有学过的样本（{count:,}）</translation>
  </message>
  <message>
   <source>test set of {dataset} ({count:,})</source>
   <translation>{dataset} 的测试集（{count:,}）</translation>
  </message>
  <message>
   <source>MNIST is not on this computer, so the network went over digits drawn by the program instead.</source>
   <translation>这台电脑上没有 MNIST，因此网络改用程序绘制的数字复习。</translation>
  </message>
  <message>
   <source>samples that could not be read: {count}</source>
   <translation>无法读取的样本：{count}</translation>
  </message>
  <message>
   <source>Saved as {path}</source>
   <translation>已保存为 {path}</translation>
  </message>
  <message>
   <source>training in {folder}</source>
   <translation>训练保存在 {folder}</translation>
  </message>
  <message>
   <source>interrupted; to continue: digitpad train --resume {path}</source>
   <translation>已中断；继续训练：digitpad train --resume {path}</translation>
  </message>
  <message>
   <source>passed over {path}: {why}</source>
   <translation>跳过 {path}：{why}</translation>
  </message>
  <message>
   <source>and {count} more files</source>
   <translation>以及另外 {count} 个文件</translation>
  </message>
  <message>
   <source>the earlier run in this folder is kept in {path}</source>
   <translation>此文件夹中先前的训练保存在 {path}</translation>
  </message>
  <message>
   <source>the run waits; press Enter to try again, Ctrl+C to end it</source>
   <translation>训练正在等待；按 Enter 重试，按 Ctrl+C 结束</translation>
  </message>
  <message>
   <source>the run can go on from its last save: digitpad train --resume {path}</source>
   <translation>可从上次保存处继续训练：digitpad train --resume {path}</translation>
  </message>
  <message>
   <source>--optimizer-state belongs to --resume; name the network's file there.</source>
   <translation>--optimizer-state 须与 --resume 一起使用；请在其中指定网络的文件。</translation>
  </message>
  <message>
   <source>something went wrong in digitpad ({error}); the log says more: {log}</source>
   <translation>digitpad 内部出错（{error}）；详情见日志：{log}</translation>
  </message>
  <message>
   <source>something went wrong in digitpad ({error}), and the log cannot be written:</source>
   <translation>digitpad 内部出错（{error}），而且无法写入日志：</translation>
  </message>
  <message>
   <source>MNIST (60,000 + 10,000 handwritten digits)</source>
   <translation>MNIST (60,000 + 10,000 张手写数字)</translation>
  </message>
  <message>
   <source>Synthetic (drawn by digitpad, no download)</source>
   <translation>合成数据 (由 digitpad 绘制，无需下载)</translation>
  </message>
  <message>
   <source>Handwriting (MNIST, pen strokes, drawn digits, no digits)</source>
   <translation>手写 (MNIST、手写笔画、绘制的数字、非数字)</translation>
  </message>
  <message>
   <source>Own samples (what you corrected)</source>
   <translation>我的样本 (纠正过的绘图)</translation>
  </message>
  <message>
   <source>Fashion-MNIST (clothes, 28×28 grey)</source>
   <translation>Fashion-MNIST (服装，28×28 灰度)</translation>
  </message>
  <message>
   <source>KMNIST (Japanese characters)</source>
   <translation>KMNIST (日文字符)</translation>
  </message>
  <message>
   <source>EMNIST digits (280,000; 560 MB)</source>
   <translation>EMNIST digits (280,000 张；560 MB)</translation>
  </message>
  <message>
   <source>EMNIST letters (26 classes; 560 MB)</source>
   <translation>EMNIST letters (26 个类别；560 MB)</translation>
  </message>
  <message>
   <source>USPS (digits, 16×16 grey)</source>
   <translation>USPS (数字，16×16 灰度)</translation>
  </message>
  <message>
   <source>SVHN (house numbers, 32×32 colour)</source>
   <translation>SVHN (门牌号，32×32 彩色)</translation>
  </message>
  <message>
   <source>CIFAR-10 (10 things, 32×32 colour)</source>
   <translation>CIFAR-10 (10 种物体，32×32 彩色)</translation>
  </message>
  <message>
   <source>{count} classes. Train downloads it first ({size} MB).</source>
   <translation>{count} 个类别。训练时会先下载（{size} MB）。</translation>
  </message>
  <message>
   <source>{count} classes.</source>
   <translation>{count} 个类别。</translation>
  </message>
  <message>
   <source>{path} does not exist any more; choose another dataset.</source>
   <translation>{path} 已不存在；请选择其他数据集。</translation>
  </message>
  <message>
   <source>folder of pictures</source>
   <translation>图片文件夹</translation>
  </message>
  <message>
   <source>'{name}' is neither a dataset ({known}) nor an existing {what}.</source>
   <translation>“{name}”既不是数据集（{known}），也不是已有的 {what}。</translation>
  </message>
  <message>
   <source>folder or strokes file</source>
   <translation>文件夹或笔画文件</translation>
  </message>
  <message>
   <source>This network reads colour pictures ({size}), and a drawing has none; open, paste or drop a picture.</source>
   <translation>此网络识别彩色图片（{size}），而绘图没有颜色；请打开、粘贴或拖入图片。</translation>
  </message>
  <message>
   <source>A picture should be an array (height, width) of grey values.</source>
   <translation>图片应为灰度值数组 (height, width)。</translation>
  </message>
  <message>
   <source>The picture has values that are not finite numbers.</source>
   <translation>图片中有不是有限数的值。</translation>
  </message>
  <message>
   <source>One class only, {classes}: there is nothing to tell apart.</source>
   <translation>只有一个类别：{classes}，没有可以区分的内容。</translation>
  </message>
  <message>
   <source>{count} classes, {train} pictures to train and {test} to test with: {classes}.</source>
   <translation>{count} 个类别，{train} 张训练图片，{test} 张测试图片：{classes}。</translation>
  </message>
  <message>
   <source>{count} classes, {train} pictures: {classes}.</source>
   <translation>{count} 个类别，{train} 张图片：{classes}。</translation>
  </message>
  <message>
   <source>{count} classes, {train} pictures to train and {test} to test with: {classes} and {more} more.</source>
   <translation>{count} 个类别，{train} 张训练图片，{test} 张测试图片：{classes}，以及另外 {more} 个类别。</translation>
  </message>
  <message>
   <source>{count} classes, {train} pictures: {classes} and {more} more.</source>
   <translation>{count} 个类别，{train} 张图片：{classes}，以及另外 {more} 个类别。</translation>
  </message>
  <message>
   <source>All pictures in {folder} are of one class ({name}), so there is nothing to tell apart; arrange them as {folder}/&lt;class&gt;/picture.png, with a folder for each of two or more classes.</source>
   <translation>{folder} 中的图片全属于同一个类别（{name}），没有可以区分的内容；请按 {folder}/&lt;class&gt;/picture.png 排列，至少两个类别，每个类别一个文件夹。</translation>
  </message>
  <message>
   <source>All pictures of {dataset} are of one class ({name}), so there is nothing to tell apart; add pictures of another class.</source>
   <translation>{dataset} 的图片全属于同一个类别（{name}），没有可以区分的内容；请添加其他类别的图片。</translation>
  </message>
  <message>
   <source>The own samples in {folder} could not be read: {why}.</source>
   <translation>无法读取 {folder} 中的“我的样本”：{why}。</translation>
  </message>
  <message>
   <source>{name} is an empty file and was skipped.</source>
   <translation>{name} 是空文件，已跳过。</translation>
  </message>
  <message>
   <source>{name} is not a picture and was skipped.</source>
   <translation>{name} 不是图片，已跳过。</translation>
  </message>
  <message>
   <source>{name} has no picture beside it and was skipped.</source>
   <translation>{name} 旁边没有对应的图片，已跳过。</translation>
  </message>
  <message>
   <source>There is nothing drawn that could be a sample; draw a digit first.</source>
   <translation>没有可作为样本的绘图；请先画一个数字。</translation>
  </message>
  <message>
   <source>The sample could not be stored in {folder}: {why}.</source>
   <translation>样本无法存入 {folder}：{why}。</translation>
  </message>
  <message>
   <source>{folder} holds folders named 0 to 9 already; choose an empty one.</source>
   <translation>{folder} 中已有名为 0 到 9 的文件夹；请选择一个空文件夹。</translation>
  </message>
  <message>
   <source>The samples could not be exported to {folder}: {why}.</source>
   <translation>样本无法导出到 {folder}：{why}。</translation>
  </message>
  <message>
   <source>{path} could not be moved: {why}.</source>
   <translation>无法移动 {path}：{why}。</translation>
  </message>
  <message>
   <source>Nothing is drawn in {path}.</source>
   <translation>{path} 中没有画任何内容。</translation>
  </message>
  <message>
   <source>There are {count} own samples in {folder}, and a dataset needs at least {least}: draw digits and press the key of what each was.</source>
   <translation>{folder} 中的“我的样本”有 {count} 个，而数据集至少需要 {least} 个：请画数字，并按下对应的数字键。</translation>
  </message>
  <message>
   <source>Pen lines</source>
   <translation>笔画线条</translation>
  </message>
  <message>
   <source>Looks for what is as narrow as a pen's line. Helps where shadows or a table are in the picture.</source>
   <translation>寻找与笔画一样细的部分。适合图片中有阴影或桌面的情况。</translation>
  </message>
  <message>
   <source>Top-hat</source>
   <translation>顶帽 (Top-hat)</translation>
  </message>
  <message>
   <source>Takes what is narrower than what lies around it. Helps where there are shadows and stains.</source>
   <translation>取比周围更细的部分。适合有阴影和污渍的情况。</translation>
  </message>
  <message>
   <source>Sauvola</source>
   <translation>Sauvola</translation>
  </message>
  <message>
   <source>Has a threshold for every pixel, from the brightness around it. Helps where the light is uneven.</source>
   <translation>根据周围亮度为每个像素确定阈值。适合光照不均的情况。</translation>
  </message>
  <message>
   <source>Otsu</source>
   <translation>Otsu</translation>
  </message>
  <message>
   <source>Divides by the background and has one threshold for all pixels. Helps with clear ink.</source>
   <translation>除以背景，并对所有像素使用同一个阈值。适合清晰的笔迹。</translation>
  </message>
  <message>
   <source>Otsu, faint ink</source>
   <translation>Otsu，浅色笔迹</translation>
  </message>
  <message>
   <source>Leaves out what is very dark before it sets the threshold. Helps with pencil in a printed frame.</source>
   <translation>先排除很暗的部分，再确定阈值。适合印刷框内的铅笔字。</translation>
  </message>
  <message>
   <source>Sauvola, wide</source>
   <translation>Sauvola，大窗口</translation>
  </message>
  <message>
   <source>Looks further around every pixel than Sauvola usually does. Helps where lines are broad.</source>
   <translation>每个像素参考的范围比通常的 Sauvola 更大。适合线条较粗的情况。</translation>
  </message>
  <message>
   <source>Grey values</source>
   <translation>灰度值</translation>
  </message>
  <message>
   <source>Takes every grey value as ink. Helps with small pictures that a program made.</source>
   <translation>将每个灰度值都当作笔迹。适合程序生成的小图片。</translation>
  </message>
  <message>
   <source>{path} does not exist; check the name.</source>
   <translation>{path} 不存在；请检查名称。</translation>
  </message>
  <message>
   <source>{path} has too many pixels; make it smaller first.</source>
   <translation>{path} 的像素太多；请先将其缩小。</translation>
  </message>
  <message>
   <source>{path} could not be read: {why}.</source>
   <translation>无法读取 {path}：{why}。</translation>
  </message>
  <message>
   <source>{path} is damaged, perhaps because only a part of it was copied; copy or save it again.</source>
   <translation>{path} 已损坏，可能只复制了一部分；请重新复制或保存。</translation>
  </message>
  <message>
   <source>{path} is not a picture that can be read; use PNG, JPEG, BMP, GIF or WebP.</source>
   <translation>{path} 不是可以读取的图片；请使用 PNG、JPEG、BMP、GIF 或 WebP。</translation>
  </message>
  <message>
   <source>{path} has {width} x {height} pixels, which is too many; make it smaller first.</source>
   <translation>{path} 有 {width} x {height} 像素，太多了；请先将其缩小。</translation>
  </message>
  <message>
   <source>{title} is not in {folder} and could not be downloaded ({why}). Choose a folder that holds it as torchvision keeps it, or another dataset; the synthetic set of digits needs no download.</source>
   <translation>{folder} 中没有 {title}，也无法下载（{why}）。请选择按 torchvision 的方式存放该数据集的文件夹，或改用其他数据集；合成数字数据集无需下载。</translation>
  </message>
  <message>
   <source>the server answered {code}</source>
   <translation>服务器返回 {code}</translation>
  </message>
  <message>
   <source>no connection to the server</source>
   <translation>无法连接服务器</translation>
  </message>
  <message>
   <source>the server does not answer</source>
   <translation>服务器没有响应</translation>
  </message>
  <message>
   <source>{folder} could not be read: {why}.</source>
   <translation>无法读取 {folder}：{why}。</translation>
  </message>
  <message>
   <source>{folder} holds no pictures in folders; arrange them as {folder}/&lt;class&gt;/picture.png, one folder a class, or as {folder}/train/&lt;class&gt;/ and {folder}/test/&lt;class&gt;/.</source>
   <translation>{folder} 的子文件夹中没有图片；请按 {folder}/&lt;class&gt;/picture.png 排列，每个类别一个文件夹，或按 {folder}/train/&lt;class&gt;/ 和 {folder}/test/&lt;class&gt;/ 排列。</translation>
  </message>
  <message>
   <source>The classes are the folders in {folder}.</source>
   <translation>类别取自 {folder} 中的文件夹。</translation>
  </message>
  <message>
   <source>{folder} is left aside: there is another such part.</source>
   <translation>未使用 {folder}：已有另一个同类的部分。</translation>
  </message>
  <message>
   <source>{path} does not exist. Choose the folder that holds pen-strokes/ and MNIST/, or train on mnist.</source>
   <translation>{path} 不存在。请选择含有 pen-strokes/ 和 MNIST/ 的文件夹，或使用 mnist 训练。</translation>
  </message>
  <message>
   <source>{path}: drawing {id} has no label from 0 to 9.</source>
   <translation>{path}：绘图 {id} 没有 0 到 9 的标签。</translation>
  </message>
  <message>
   <source>The {kind} in {folder} is not the original one (changed: {files}); figures measured on it cannot be compared with those of others.</source>
   <translation>{folder} 中的 {kind} 不是原始数据（已改动：{files}）；在其上测得的数值不能与他人的结果比较。</translation>
  </message>
  <message>
   <source>it has {present} numbers instead of {count}</source>
   <translation>其中有 {present} 个数，而不是 {count} 个</translation>
  </message>
  <message>
   <source>its header is invalid</source>
   <translation>文件头无效</translation>
  </message>
  <message>
   <source>it is packed with gzip, and damaged</source>
   <translation>它是 gzip 压缩文件，且已损坏</translation>
  </message>
  <message>
   <source>it does not begin like an IDX file of bytes</source>
   <translation>开头不是字节型 IDX 文件的格式</translation>
  </message>
  <message>
   <source>The {kind} files in {folder} are damaged ({why}). Delete that folder to download them again.</source>
   <translation>{folder} 中的 {kind} 文件已损坏（{why}）。请删除该文件夹以便重新下载。</translation>
  </message>
  <message>
   <source>The {kind} files in {folder} are damaged ({why}). Delete them to download them again.</source>
   <translation>{folder} 中的 {kind} 文件已损坏（{why}）。删除这些文件即可重新下载。</translation>
  </message>
  <message>
   <source>the pictures are not 28x28</source>
   <translation>图片不是 28x28</translation>
  </message>
  <message>
   <source>{images} pictures, {labels} labels</source>
   <translation>{images} 张图片，{labels} 个标签</translation>
  </message>
  <message>
   <source>a label is not 0 to {last}</source>
   <translation>有标签不在 0 到 {last} 之间</translation>
  </message>
  <message>
   <source>{folder} has no picture left to train with; put more pictures into it.</source>
   <translation>{folder} 中没有剩余图片可用于训练；请放入更多图片。</translation>
  </message>
  <message>
   <source>{folder} has no picture left to test with; put more pictures into it.</source>
   <translation>{folder} 中没有剩余图片可用于测试；请放入更多图片。</translation>
  </message>
  <message>
   <source>{folder} holds no pictures in folders named like the network's classes ({classes}); arrange them as {folder}/{first}/picture.png.</source>
   <translation>{folder} 中没有以网络类别（{classes}）命名的图片文件夹；请按 {folder}/{first}/picture.png 排列。</translation>
  </message>
  <message>
   <source>So many pictures of this size take {needed:.0f} GB, and this computer has {memory:.0f}; choose a smaller picture size.</source>
   <translation>这么多该尺寸的图片需要 {needed:.0f} GB，而本机只有 {memory:.0f} GB；请选择更小的图片尺寸。</translation>
  </message>
  <message>
   <source>No picture in {folder} can be read ({why}).</source>
   <translation>{folder} 中的图片都无法读取（{why}）。</translation>
  </message>
  <message>
   <source>The test set is {path}.</source>
   <translation>测试集是 {path}。</translation>
  </message>
  <message>
   <source>{path} has too few pictures to train and test with; put more into it.</source>
   <translation>{path} 中的图片太少，不足以训练和测试；请放入更多图片。</translation>
  </message>
  <message>
   <source>None of the labels in {path} is one of the network's classes ({classes}); choose another network.</source>
   <translation>{path} 中没有任何标签属于网络的类别（{classes}）；请选择其他网络。</translation>
  </message>
  <message>
   <source>{path} holds no picture.</source>
   <translation>{path} 中没有图片。</translation>
  </message>
  <message>
   <source>{path}, line {number} does not hold a picture: it should have {count} numbers from 0 to 255.</source>
   <translation>{path} 第 {number} 行不是图片：应有 {count} 个 0 到 255 的数。</translation>
  </message>
  <message>
   <source>{path}: drawing {id} has no label from 0 to 9, which measuring needs.</source>
   <translation>{path}：绘图 {id} 没有测量所需的 0 到 9 的标签。</translation>
  </message>
  <message>
   <source>{path} holds no drawing.</source>
   <translation>{path} 中没有绘图。</translation>
  </message>
  <message>
   <source>{path} is not a table of square pictures; a line has a label and a number for each pixel, as 'label,pixel0,pixel1,...,pixel783'.</source>
   <translation>{path} 不是正方形图片的表格；每行应有一个标签和每个像素的数值，例如“label,pixel0,pixel1,...,pixel783”。</translation>
  </message>
  <message>
   <source>{path} has no column 'label', so a network can read it, but not learn from it or be measured on it.</source>
   <translation>{path} 没有“label”列，因此网络可以识别它，但不能用它训练或评估。</translation>
  </message>
  <message>
   <source>{path}, line {number} does not hold a picture.</source>
   <translation>{path} 第 {number} 行不是图片。</translation>
  </message>
  <message>
   <source>{path} has {count} different labels, too many for classes; which column is the label?</source>
   <translation>{path} 有 {count} 种不同的标签，作为类别太多；哪一列是标签？</translation>
  </message>
  <message>
   <source>{path}, line {number} is far too long.</source>
   <translation>{path} 第 {number} 行过长。</translation>
  </message>
  <message>
   <source>{path} could not be read: it is not text.</source>
   <translation>无法读取 {path}：它不是文本。</translation>
  </message>
  <message>
   <source>some are missing or changed</source>
   <translation>部分文件缺失或被改动</translation>
  </message>
  <message>
   <source>its checksum is wrong</source>
   <translation>校验和不符</translation>
  </message>
  <message>
   <source>its labels do not fit its pictures</source>
   <translation>标签与图片不对应</translation>
  </message>
  <message>
   <source>The files of {kind} in {folder} are damaged ({why}). Delete them to download them again.</source>
   <translation>{folder} 中的 {kind} 文件已损坏（{why}）。请删除这些文件以便重新下载。</translation>
  </message>
  <message>
   <source>There is no transform '{name}'{hint}; choose one of {known}.</source>
   <translation>没有名为“{name}”的变换{hint}；请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>The transform {transform} has no setting '{name}'{hint}; it has {known}.</source>
   <translation>变换 {transform} 没有设置“{name}”{hint}；它有 {known}。</translation>
  </message>
  <message>
   <source>The setting {setting} of {transform} is {value}; choose a whole number from {low:g} to {high:g}.</source>
   <translation>{transform} 的设置 {setting} 为 {value}；请选择 {low:g} 到 {high:g} 之间的整数。</translation>
  </message>
  <message>
   <source>The setting {setting} of {transform} is {value}; choose a number from {low:g} to {high:g}.</source>
   <translation>{transform} 的设置 {setting} 为 {value}；请选择 {low:g} 到 {high:g} 之间的数。</translation>
  </message>
  <message>
   <source>A transform is a table with a name, such as name = "RandomCrop".</source>
   <translation>变换是带有名称的表，例如 name = "RandomCrop"。</translation>
  </message>
  <message>
   <source>A picture should be an array (height, width) or (height, width, 3).</source>
   <translation>图片应为 (height, width) 或 (height, width, 3) 的数组。</translation>
  </message>
  <message>
   <source>it is nested too deeply</source>
   <translation>其嵌套过深</translation>
  </message>
  <message>
   <source>no such file or directory</source>
   <translation>没有该文件或文件夹</translation>
  </message>
  <message>
   <source>permission denied</source>
   <translation>权限不足</translation>
  </message>
  <message>
   <source>operation not permitted</source>
   <translation>不允许该操作</translation>
  </message>
  <message>
   <source>no space left on device</source>
   <translation>磁盘空间不足</translation>
  </message>
  <message>
   <source>disk quota exceeded</source>
   <translation>超出磁盘配额</translation>
  </message>
  <message>
   <source>read-only file system</source>
   <translation>文件系统为只读</translation>
  </message>
  <message>
   <source>is a directory</source>
   <translation>这是一个文件夹</translation>
  </message>
  <message>
   <source>not a directory</source>
   <translation>不是文件夹</translation>
  </message>
  <message>
   <source>file name too long</source>
   <translation>文件名过长</translation>
  </message>
  <message>
   <source>input/output error</source>
   <translation>输入/输出错误</translation>
  </message>
  <message>
   <source>file exists</source>
   <translation>文件已存在</translation>
  </message>
  <message>
   <source>{first}, {rest}</source>
   <translation>{first}，{rest}</translation>
  </message>
  <message>
   <source>{text}</source>
   <translation>{text}</translation>
  </message>
  <message>
   <source> (did you mean '{name}'?)</source>
   <translation>（您是不是想输入“{name}”？）</translation>
  </message>
  <message>
   <source>The name of a class is blank; give each class a name.</source>
   <translation>有一个类别的名称是空白；请给每个类别起一个名称。</translation>
  </message>
  <message>
   <source>The name of the class {name} has an invisible mark of the writing direction ({code}); write the name without it.</source>
   <translation>类别名称 {name} 含有不可见的书写方向标记（{code}）；请去掉该标记。</translation>
  </message>
  <message>
   <source>Two classes are called {name}; give each class a name of its own.</source>
   <translation>有两个类别都叫 {name}；请给每个类别起不同的名称。</translation>
  </message>
  <message>
   <source>There are {count} classes, and digitpad tells up to {most} apart; take fewer.</source>
   <translation>共有 {count} 个类别，而 digitpad 最多区分 {most} 个；请减少类别。</translation>
  </message>
  <message>
   <source>The name of the class {name} has {count} characters; give it up to {most}.</source>
   <translation>类别名称 {name} 有 {count} 个字符；请改为不超过 {most} 个字符。</translation>
  </message>
  <message>
   <source>The name of the class {name} has a character that cannot be displayed in a line, such as a tab or a line break; give it another name.</source>
   <translation>类别名称 {name} 含有无法在一行内显示的字符，例如制表符或换行符；请换一个名称。</translation>
  </message>
  <message>
   <source>A stroke needs at least one point.</source>
   <translation>一个笔画至少需要一个点。</translation>
  </message>
  <message>
   <source>The brush is {width:g} network pixels wide; choose a width from {low:g} to {high:g}.</source>
   <translation>画笔宽度为 {width:g} 个网络输入像素；请选择 {low:g} 到 {high:g} 之间的宽度。</translation>
  </message>
  <message>
   <source>A point of the drawing lies far outside the pad or is not a number.</source>
   <translation>绘图中有一个点远在画板之外，或不是数。</translation>
  </message>
  <message>
   <source>The size of a drawing must be two positive numbers, width and height.</source>
   <translation>绘图的尺寸必须是两个正数，即宽和高。</translation>
  </message>
  <message>
   <source>'{name}' should be a list.</source>
   <translation>“{name}”应为列表。</translation>
  </message>
  <message>
   <source>A point should be two numbers [x, y].</source>
   <translation>点应为两个数 [x, y]。</translation>
  </message>
  <message>
   <source>A point of the drawing is not a finite number.</source>
   <translation>绘图中有一个点不是有限数。</translation>
  </message>
  <message>
   <source>A stroke has more than a million points.</source>
   <translation>有一个笔画超过一百万个点。</translation>
  </message>
  <message>
   <source>This is not a drawing: {why}.</source>
   <translation>这不是绘图：{why}。</translation>
  </message>
  <message>
   <source>This is not a digitpad drawing; open a file that was saved with Save drawing.</source>
   <translation>这不是 digitpad 的绘图；请打开用“保存绘图”保存的文件。</translation>
  </message>
  <message>
   <source>This drawing has format version {version} and this digitpad reads {known}; update digitpad.</source>
   <translation>此绘图的格式版本为 {version}，而当前 digitpad 支持 {known}；请更新 digitpad。</translation>
  </message>
  <message>
   <source>A stroke of this drawing has no width.</source>
   <translation>此绘图中有一个笔画没有宽度。</translation>
  </message>
  <message>
   <source>{path} could not be written: {why}.</source>
   <translation>无法写入 {path}：{why}。</translation>
  </message>
  <message>
   <source>{path}: {why}</source>
   <translation>{path}：{why}</translation>
  </message>
  <message>
   <source>it is not JSON ({why}, column {column})</source>
   <translation>不是 JSON（{why}，第 {column} 列）</translation>
  </message>
  <message>
   <source>it is not JSON ({why})</source>
   <translation>不是 JSON（{why}）</translation>
  </message>
  <message>
   <source>{path}, line {number}: {why}.</source>
   <translation>{path}，第 {number} 行：{why}。</translation>
  </message>
  <message>
   <source>it should be an object with 'id' and 'strokes'</source>
   <translation>应为带有“id”和“strokes”的对象</translation>
  </message>
  <message>
   <source>a stroke has {xs} x and {ys} y</source>
   <translation>一个笔画有 {xs} 个 x 和 {ys} 个 y</translation>
  </message>
  <message>
   <source>{path} is not a drawing: {why}</source>
   <translation>{path} 不是绘图：{why}</translation>
  </message>
  <message>
   <source>it is too large for a drawing</source>
   <translation>它太大，不像是绘图</translation>
  </message>
  <message>
   <source>it is XML, but neither SVG nor InkML</source>
   <translation>它是 XML，但既不是 SVG 也不是 InkML</translation>
  </message>
  <message>
   <source>a point of a trace is not two numbers</source>
   <translation>轨迹中的一个点不是两个数</translation>
  </message>
  <message>
   <source>it has filled areas and not lines; save it as PNG to have it read as a picture</source>
   <translation>它只有填充区域而没有线条；请存为 PNG，以图片方式识别</translation>
  </message>
  <message>
   <source>it has too many points for a drawing</source>
   <translation>它的点太多，不像是绘图</translation>
  </message>
  <message>
   <source>a path in it breaks off</source>
   <translation>其中一条路径不完整</translation>
  </message>
  <message>
   <source>a path in it has something that is not a command</source>
   <translation>其中一条路径含有不是命令的内容</translation>
  </message>
  <message>
   <source>it has too many elements, or too many in each other</source>
   <translation>它的元素太多，或嵌套太深</translation>
  </message>
  <message>
   <source>it declares entities, which are not read; save it as plain SVG or InkML</source>
   <translation>它声明了实体，这些内容不会被读取；请存为普通的 SVG 或 InkML</translation>
  </message>
  <message>
   <source>it is damaged XML ({why}, line {line})</source>
   <translation>它是损坏的 XML（{why}，第 {line} 行）</translation>
  </message>
  <message>
   <source>it is damaged XML ({why})</source>
   <translation>它是损坏的 XML（{why}）</translation>
  </message>
  <message>
   <source>digitpad's own file {path} is damaged ({why}); install digitpad again.</source>
   <translation>digitpad 自带的文件 {path} 已损坏（{why}）；请重新安装 digitpad。</translation>
  </message>
  <message>
   <source>{x} is above 0 and stays as it is.</source>
   <translation>{x} 大于 0，保持不变。</translation>
  </message>
  <message>
   <source>{name}: {formula}, for each number x</source>
   <translation>{name}：{formula}，对每个数 x</translation>
  </message>
  <message>
   <source>The input has {rows} × {columns} numbers and the target {other_rows} × {other_columns}: each needs its partner.</source>
   <translation>输入有 {rows} × {columns} 个数，而目标有 {other_rows} × {other_columns} 个：两者必须一一对应。</translation>
  </message>
  <message>
   <source>sum: {formula}</source>
   <translation>求和：{formula}</translation>
  </message>
  <message>
   <source>mean: {formula}</source>
   <translation>均值：{formula}</translation>
  </message>
  <message>
   <source>There is no number</source>
   <translation>没有数</translation>
  </message>
  <message>
   <source>'{text}' is not a number</source>
   <translation>“{text}”不是数</translation>
  </message>
  <message>
   <source>'{text}' divides by zero</source>
   <translation>“{text}”除以了零</translation>
  </message>
  <message>
   <source>'{text}' is larger than a million</source>
   <translation>“{text}”大于一百万</translation>
  </message>
  <message>
   <source>The text has no numbers in it</source>
   <translation>文本中没有数</translation>
  </message>
  <message>
   <source>The rows differ in length: from {low} to {high} numbers</source>
   <translation>各行长度不同：从 {low} 到 {high} 个数</translation>
  </message>
  <message>
   <source>{rows} × {columns} numbers are too many: up to {most} × {most} have room here</source>
   <translation>{rows} × {columns} 个数太多：此处最多容纳 {most} × {most} 个</translation>
  </message>
  <message>
   <source>Class {target} has no score: {count} scores are those of the classes 0 to {last}.</source>
   <translation>类别 {target} 没有分数：{count} 个分数属于类别 0 到 {last}。</translation>
  </message>
  <message>
   <source>The largest score, {score}, is subtracted from all first: that keeps exp small and changes no probability.</source>
   <translation>先从所有分数中减去最大的分数 {score}：这样 exp 不会过大，概率也不变。</translation>
  </message>
  <message>
   <source>loss: {formula}</source>
   <translation>损失：{formula}</translation>
  </message>
  <message>
   <source>or, without the softmax: {formula}</source>
   <translation>或不经过 softmax：{formula}</translation>
  </message>
  <message>
   <source>entropy: {formula}</source>
   <translation>熵：{formula}</translation>
  </message>
  <message>
   <source>in bits: {formula}</source>
   <translation>以比特为单位：{formula}</translation>
  </message>
  <message>
   <source>at most, where all are equally probable: {formula}</source>
   <translation>最大值，在所有概率相等时：{formula}</translation>
  </message>
  <message>
   <source>p has {count} probabilities and q {other}: both need one for each class.</source>
   <translation>p 有 {count} 个概率，而 q 有 {other} 个：两者都需要每个类别一个。</translation>
  </message>
  <message>
   <source>D(p ‖ q): {formula}</source>
   <translation>D(p ‖ q)：{formula}</translation>
  </message>
  <message>
   <source>cross-entropy −Σ p ln q minus entropy −Σ p ln p: {formula}</source>
   <translation>交叉熵 −Σ p ln q 减去熵 −Σ p ln p：{formula}</translation>
  </message>
  <message>
   <source>The other way round it is another number: D(q ‖ p) = {value}</source>
   <translation>反过来是另一个数：D(q ‖ p) = {value}</translation>
  </message>
  <message>
   <source>What has the probability 0 adds 0: p ln p goes to 0 with p.</source>
   <translation>概率为 0 的项贡献为 0：p 趋于 0 时，p ln p 也趋于 0。</translation>
  </message>
  <message>
   <source>There are {rows} rows; this example has one.</source>
   <translation>有 {rows} 行；此示例只有一行。</translation>
  </message>
  <message>
   <source>{name} has {value} in it: a probability lies between 0 and 1.</source>
   <translation>{name} 中有 {value}：概率应在 0 到 1 之间。</translation>
  </message>
  <message>
   <source>The probabilities of {name} add up to {total} instead of 1.</source>
   <translation>{name} 的概率之和为 {total}，而不是 1。</translation>
  </message>
  <message>
   <source>Kernel, stride and dilation begin at 1, padding at 0.</source>
   <translation>卷积核、步幅和膨胀率最小为 1，填充最小为 0。</translation>
  </message>
  <message>
   <source>The kernel covers {height} × {width} cells, more than the input's {rows} × {columns} with its padding: make the input or the padding larger, or the kernel or the dilation smaller.</source>
   <translation>卷积核覆盖 {height} × {width} 个格子，超过了输入连同填充的 {rows} × {columns}：请增大输入或填充，或减小卷积核或膨胀率。</translation>
  </message>
  <message>
   <source>Size of the output: {formula}</source>
   <translation>输出尺寸：{formula}</translation>
  </message>
  <message>
   <source>rows: {formula}</source>
   <translation>行：{formula}</translation>
  </message>
  <message>
   <source>columns: {formula}</source>
   <translation>列：{formula}</translation>
  </message>
  <message>
   <source>A last window that would begin in the padding behind the input is left out.</source>
   <translation>最后一个窗口若从输入之后的填充处开始，则略去。</translation>
  </message>
  <message>
   <source>patch</source>
   <translation>局部区域</translation>
  </message>
  <message>
   <source>kernel</source>
   <translation>卷积核</translation>
  </message>
  <message>
   <source>products</source>
   <translation>乘积</translation>
  </message>
  <message>
   <source>Max pooling takes a padding of up to half of its kernel: {most} here, and not {padding}.</source>
   <translation>最大池化的填充最多为核大小的一半：此处为 {most}，而不是 {padding}。</translation>
  </message>
  <message>
   <source>The window sees padding only, which counts as −∞.</source>
   <translation>窗口中只有填充，视为 −∞。</translation>
  </message>
  <message>
   <source>What lies outside the input counts as −∞: it is never the largest.</source>
   <translation>输入之外的部分视为 −∞：永远不会是最大值。</translation>
  </message>
  <message>
   <source>window</source>
   <translation>窗口</translation>
  </message>
  <message>
   <source>{brief}{others}</source>
   <translation>{brief}{others}</translation>
  </message>
  <message>
   <source>{what}: {reads}; the file does not say</source>
   <translation>{what}：{reads}；文件未注明</translation>
  </message>
  <message>
   <source>not measured yet</source>
   <translation>尚未测量</translation>
  </message>
  <message>
   <source>not measured, as no network of its layers reads training pictures of {dataset}</source>
   <translation>未测量，因为由其各层构成的网络都不能识别 {dataset} 的训练图片</translation>
  </message>
  <message>
   <source>not measured, as there are no labelled pictures of its kind</source>
   <translation>未测量，因为没有这类带标签的图片</translation>
  </message>
  <message>
   <source>reads {accuracy} of {count} training pictures of {dataset}</source>
   <translation>在 {dataset} 的 {count} 张训练图片上准确率为 {accuracy}</translation>
  </message>
  <message>
   <source>{note}, {what}</source>
   <translation>{note}，{what}</translation>
  </message>
  <message>
   <source>with {what}</source>
   <translation>采用 {what}</translation>
  </message>
  <message>
   <source>{first}; {rest}</source>
   <translation>{first}；{rest}</translation>
  </message>
  <message>
   <source>; it reads as well {others}</source>
   <translation>；识别效果相同的还有：{others}</translation>
  </message>
  <message>
   <source>white on black</source>
   <translation>黑底白字</translation>
  </message>
  <message>
   <source>black on white</source>
   <translation>白底黑字</translation>
  </message>
  <message>
   <source>pictures upright</source>
   <translation>图片未转置</translation>
  </message>
  <message>
   <source>pictures transposed</source>
   <translation>图片已转置</translation>
  </message>
  <message>
   <source>padding {padding}</source>
   <translation>填充 {padding}</translation>
  </message>
  <message>
   <source>stride {stride}</source>
   <translation>步幅 {stride}</translation>
  </message>
  <message>
   <source>no activation</source>
   <translation>无激活函数</translation>
  </message>
  <message>
   <source>mean {mean}, std {std}</source>
   <translation>均值 {mean}，标准差 {std}</translation>
  </message>
  <message>
   <source>no averages before the linear layers</source>
   <translation>全连接层之前不做平均池化</translation>
  </message>
  <message>
   <source>averages of {side}x{side} before the linear layers</source>
   <translation>全连接层之前平均池化到 {side}x{side}</translation>
  </message>
  <message>
   <source>pictures of {size}x{size}</source>
   <translation>图片为 {size}x{size}</translation>
  </message>
  <message>
   <source>group norms of {groups} groups</source>
   <translation>组归一化分 {groups} 组</translation>
  </message>
  <message>
   <source>in the order {order}</source>
   <translation>顺序为 {order}</translation>
  </message>
  <message>
   <source>no pooling</source>
   <translation>无池化</translation>
  </message>
  <message>
   <source>average pooling {sizes}</source>
   <translation>平均池化 {sizes}</translation>
  </message>
  <message>
   <source>max pooling {sizes}</source>
   <translation>最大池化 {sizes}</translation>
  </message>
  <message>
   <source>{size} stride {stride}</source>
   <translation>{size} 步幅 {stride}</translation>
  </message>
  <message>
   <source>{size} padding {padding}</source>
   <translation>{size} 填充 {padding}</translation>
  </message>
  <message>
   <source>{size} ceil</source>
   <translation>{size} ceil</translation>
  </message>
  <message>
   <source>Padding</source>
   <translation>填充</translation>
  </message>
  <message>
   <source>a whole number from 0 to 50, or one for each convolution: 1 or 2,0</source>
   <translation>0 到 50 的整数，或每个卷积一个：1 或 2,0</translation>
  </message>
  <message>
   <source>Stride</source>
   <translation>步幅</translation>
  </message>
  <message>
   <source>a whole number from 1 to 50, or one for each convolution: 1 or 1,2</source>
   <translation>1 到 50 的整数，或每个卷积一个：1 或 1,2</translation>
  </message>
  <message>
   <source>Pooling</source>
   <translation>池化</translation>
  </message>
  <message>
   <source>max or avg with kernel and stride, or none, or one for each convolution: max2 or none,avg3/2</source>
   <translation>max 或 avg 加核大小和步幅，或 none，或每个卷积一个：max2 或 none,avg3/2</translation>
  </message>
  <message>
   <source>Before the linear layers</source>
   <translation>全连接层之前</translation>
  </message>
  <message>
   <source>flatten, or avg with the side of what is left, from 1 to 64: avg1</source>
   <translation>flatten，或 avg 加剩余部分的边长，从 1 到 64：avg1</translation>
  </message>
  <message>
   <source>Side of the pictures</source>
   <translation>图片边长</translation>
  </message>
  <message>
   <source>a whole number of pixels from 8 to 512</source>
   <translation>8 到 512 的整数，单位为像素</translation>
  </message>
  <message>
   <source>Activation</source>
   <translation>激活函数</translation>
  </message>
  <message>
   <source>Order after a convolution</source>
   <translation>卷积之后的顺序</translation>
  </message>
  <message>
   <source>Groups of group norms</source>
   <translation>组归一化的组数</translation>
  </message>
  <message>
   <source>a whole number from 1 to 1024 that divides the channels: 8</source>
   <translation>1 到 1024 之间能整除通道数的整数：8</translation>
  </message>
  <message>
   <source>Normalisation</source>
   <translation>归一化</translation>
  </message>
  <message>
   <source>mean and standard deviation on the scale of 0 to 1: 0.1307/0.3081</source>
   <translation>0 到 1 范围内的均值和标准差：0.1307/0.3081</translation>
  </message>
  <message>
   <source>Polarity</source>
   <translation>黑白极性</translation>
  </message>
  <message>
   <source>Orientation</source>
   <translation>方向</translation>
  </message>
  <message>
   <source>'{key}' cannot be assumed{hint}; choose one of {known}, as in padding=1.</source>
   <translation>无法推测“{key}”{hint}；请从 {known} 中选择，例如 padding=1。</translation>
  </message>
  <message>
   <source>{key} cannot be '{value}'; it is {form}.</source>
   <translation>{key} 不能是“{value}”；应为：{form}。</translation>
  </message>
  <message>
   <source>its normalisation (mean {mean}, std {std}) is not two finite numbers with std above 0</source>
   <translation>其归一化（均值 {mean}，标准差 {std}）不是两个有限数，且标准差须大于 0</translation>
  </message>
  <message>
   <source>its weights do not fit its network</source>
   <translation>其权重与其网络不匹配</translation>
  </message>
  <message>
   <source>its network does not return finite scores</source>
   <translation>其网络返回的分数不是有限数</translation>
  </message>
  <message>
   <source>The normalisation mean {mean}, std {std} cannot be used; enter two numbers, std above 0, such as 0.1307 and 0.3081.</source>
   <translation>归一化的均值 {mean}、标准差 {std} 无法使用；请输入两个数，标准差大于 0，例如 0.1307 和 0.3081。</translation>
  </message>
  <message>
   <source>{path} could not be written: {why}. Choose another folder or make room.</source>
   <translation>无法写入 {path}：{why}。请选择其他文件夹或腾出空间。</translation>
  </message>
  <message>
   <source>8 convolutions (64–256), batch norm, residual</source>
   <translation>8 个卷积（64–256），批归一化，残差</translation>
  </message>
  <message>
   <source>'{form}' is not a form to export to; choose one of {known}.</source>
   <translation>“{form}”不是可导出的格式；请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>ONNX needs packages that are not installed; install them with python -m pip install onnx onnxscript.</source>
   <translation>ONNX 需要的软件包未安装；请用 python -m pip install onnx onnxscript 安装。</translation>
  </message>
  <message>
   <source>The network could not be written as ONNX.</source>
   <translation>网络无法写成 ONNX。</translation>
  </message>
  <message>
   <source>PyTorch files</source>
   <translation>PyTorch 文件</translation>
  </message>
  <message>
   <source>&amp;Everything, to resume or share…</source>
   <translation>全部内容，用于继续训练或分享(&amp;E)…</translation>
  </message>
  <message>
   <source>Save everything</source>
   <translation>保存全部内容</translation>
  </message>
  <message>
   <source>The &amp;network, without its training state…</source>
   <translation>网络，不含训练状态(&amp;N)…</translation>
  </message>
  <message>
   <source>Save the network without its training state</source>
   <translation>保存网络，不含训练状态</translation>
  </message>
  <message>
   <source>&amp;Weights only, a plain state_dict…</source>
   <translation>仅权重，普通的 state_dict(&amp;W)…</translation>
  </message>
  <message>
   <source>Save the weights only</source>
   <translation>仅保存权重</translation>
  </message>
  <message>
   <source>&amp;safetensors, for other programs…</source>
   <translation>safetensors，供其他程序使用(&amp;S)…</translation>
  </message>
  <message>
   <source>Save as safetensors</source>
   <translation>保存为 safetensors</translation>
  </message>
  <message>
   <source>safetensors files</source>
   <translation>safetensors 文件</translation>
  </message>
  <message>
   <source>&amp;ONNX, to run without PyTorch…</source>
   <translation>ONNX，无需 PyTorch 即可运行(&amp;O)…</translation>
  </message>
  <message>
   <source>Save as ONNX</source>
   <translation>保存为 ONNX</translation>
  </message>
  <message>
   <source>ONNX models</source>
   <translation>ONNX 模型</translation>
  </message>
  <message>
   <source>6 convolutions (32–128), batch norm, residual</source>
   <translation>6 个卷积（32–128），批归一化，残差</translation>
  </message>
  <message>
   <source>2 convolutions (10, 20) and 2 linear layers</source>
   <translation>2 个卷积（10、20）和 2 个全连接层</translation>
  </message>
  <message>
   <source>2 convolutions (30, 60) and 2 linear layers</source>
   <translation>2 个卷积（30、60）和 2 个全连接层</translation>
  </message>
  <message>
   <source>2 convolutions (10, 20) and 2 linear layers (500, 10)</source>
   <translation>2 个卷积（10、20）和 2 个全连接层（500、10）</translation>
  </message>
  <message>
   <source>2 convolutions (10, 20) and 2 linear layers, logits</source>
   <translation>2 个卷积（10、20）和 2 个全连接层，输出 logits</translation>
  </message>
  <message>
   <source>2 convolutions (16, 32), batch norm</source>
   <translation>2 个卷积（16、32），批归一化</translation>
  </message>
  <message>
   <source>5 convolutions (32–96), batch norm</source>
   <translation>5 个卷积（32–96），批归一化</translation>
  </message>
  <message>
   <source>3 convolutions (32, 32, 64) and 2 linear layers</source>
   <translation>3 个卷积（32、32、64）和 2 个全连接层</translation>
  </message>
  <message>
   <source>its network has no name; leave the name out</source>
   <translation>其网络没有名称；请去掉名称</translation>
  </message>
  <message>
   <source>it does not hold a network called {entry}; those in it are {names}</source>
   <translation>文件中没有名为 {entry} 的网络；其中有 {names}</translation>
  </message>
  <message>
   <source>it holds several networks ({listed}); choose one of them, as with {way}</source>
   <translation>文件中有多个网络（{listed}）；请选择其中一个，例如通过{way}</translation>
  </message>
  <message>
   <source>Load, which asks for it</source>
   <translation>“加载”，届时会询问</translation>
  </message>
  <message>
   <source>Of the networks in it that of {entry} was taken; {others} can be chosen too.</source>
   <translation>已从文件的多个网络中选用 {entry}；也可以选择 {others}。</translation>
  </message>
  <message>
   <source>{names} was left out: no layer of the network has it.</source>
   <translation>已略去 {names}：网络中没有对应的层。</translation>
  </message>
  <message>
   <source>The file does not name its classes: as there are {count}, those of {dataset} are assumed.</source>
   <translation>文件未注明类别名称：由于有 {count} 个类别，推测为 {dataset} 的类别。</translation>
  </message>
  <message>
   <source>its tensors share their numbers, as those of no network do</source>
   <translation>其张量共用同一批数值，而网络的张量不会这样</translation>
  </message>
  <message>
   <source>it holds tensors, but no network's weights</source>
   <translation>文件中有张量，但不是网络的权重</translation>
  </message>
  <message>
   <source>it holds a network that digitpad does not know ({layers}); nearest is {nearest}, but {difference}</source>
   <translation>文件中的网络是 digitpad 不认识的（{layers}）；最接近的是 {nearest}，但有差异：{difference}</translation>
  </message>
  <message>
   <source>Its weights are quantised, and were brought back to float32.</source>
   <translation>其权重经过量化，已还原为 float32。</translation>
  </message>
  <message>
   <source>It holds the method {name} itself, as its parentheses were forgotten in torch.save(network.{name}(), ...); the network was read from it.</source>
   <translation>文件保存的是方法 {name} 本身，因为 torch.save(network.{name}(), ...) 中漏写了括号；已从中读取网络。</translation>
  </message>
  <message>
   <source>it has no convolution, for which padding, stride, pooling, end or size could be set; leave them out</source>
   <translation>其中没有卷积，因此不能设置 padding、stride、pooling、end 或 size；请去掉它们</translation>
  </message>
  <message>
   <source>{name} is set for {count} convolutions and it has {convolutions}; set one value for all or one for each</source>
   <translation>{name} 设置了 {count} 个卷积的值，而其中有 {convolutions} 个卷积；请设置一个通用的值，或每个各设一个</translation>
  </message>
  <message>
   <source>activation is set for {count} layers and comes after {layers}; set one for all or one for each</source>
   <translation>activation 设置了 {count} 层的值，而应在 {layers} 层之后；请设置一个通用的值，或每层各设一个</translation>
  </message>
  <message>
   <source>groups is set to {groups}, and its group norms have {channels} channels, which it does not divide; set another or leave it out</source>
   <translation>groups 设为 {groups}，而组归一化有 {channels} 个通道，无法整除；请另设一个值或去掉它</translation>
  </message>
  <message>
   <source>the layers that you listed</source>
   <translation>您列出的层</translation>
  </message>
  <message>
   <source>the layers have neither a convolution nor a linear layer; add them</source>
   <translation>各层中既没有卷积，也没有全连接层；请添加</translation>
  </message>
  <message>
   <source>it has no weights {name}.weight; name the last layer as in the file</source>
   <translation>其中没有权重 {name}.weight；请按文件中的名称命名最后一层</translation>
  </message>
  <message>
   <source>{why}</source>
   <translation>{why}</translation>
  </message>
  <message>
   <source>its weights do not fit these layers: {difference}</source>
   <translation>其权重与这些层不匹配：{difference}</translation>
  </message>
  <message>
   <source>its layer {name} takes {channels} channels, and pictures have {known}; begin with another layer</source>
   <translation>其层 {name} 的输入为 {channels} 个通道，而图片有 {known} 个；请以其他层开头</translation>
  </message>
  <message>
   <source>PyTorch's tutorial network for CIFAR-10</source>
   <translation>PyTorch 教程中用于 CIFAR-10 的网络</translation>
  </message>
  <message>
   <source>PyTorch's example network for MNIST</source>
   <translation>PyTorch 示例中用于 MNIST 的网络</translation>
  </message>
  <message>
   <source>the layers of {network}</source>
   <translation>{network} 的各层</translation>
  </message>
  <message>
   <source>residual blocks of stride {strides}, before them stride {stem}, max pooling {pools}</source>
   <translation>残差块步幅 {strides}，其前步幅 {stem}，最大池化 {pools}</translation>
  </message>
  <message>
   <source>pooling down to what the linear layer takes</source>
   <translation>池化到全连接层所需的输入尺寸</translation>
  </message>
  <message>
   <source>no activations but its modules</source>
   <translation>除自带的激活模块外没有激活函数</translation>
  </message>
  <message>
   <source>{activation} behind each linear layer that no activation module follows</source>
   <translation>每个后面没有激活模块的全连接层之后加 {activation}</translation>
  </message>
  <message>
   <source>{activation} behind each layer that no activation module follows</source>
   <translation>每个后面没有激活模块的层之后加 {activation}</translation>
  </message>
  <message>
   <source>the values do not fit</source>
   <translation>值的个数不匹配</translation>
  </message>
  <message>
   <source>some of its weights are not finite numbers</source>
   <translation>其部分权重不是有限数</translation>
  </message>
  <message>
   <source>missing {names}</source>
   <translation>缺少 {names}</translation>
  </message>
  <message>
   <source>extra {names}</source>
   <translation>多出 {names}</translation>
  </message>
  <message>
   <source>{listed} and {count} more</source>
   <translation>{listed} 以及另外 {count} 个</translation>
  </message>
  <message>
   <source>{name} is {came} instead of {expected}</source>
   <translation>{name} 是 {came} 而不是 {expected}</translation>
  </message>
  <message>
   <source>a single number</source>
   <translation>单个数</translation>
  </message>
  <message>
   <source>{path} does not hold a network's weights.</source>
   <translation>{path} 中没有网络的权重。</translation>
  </message>
  <message>
   <source>{path} does not hold the weights of {network}: {difference}. Choose a file of that network, or its network too.</source>
   <translation>{path} 中没有 {network} 的权重：{difference}。请选择该网络的文件，或同时选择其网络。</translation>
  </message>
  <message>
   <source>its averages (momentum) are for dark ink or transposed pictures, and the network's weights are turned for upright bright ink on black</source>
   <translation>其滑动平均（动量）针对深色笔迹或已转置的图片，而网络的权重已转换为适用于黑底亮色、未转置的笔迹</translation>
  </message>
  <message>
   <source>{path} holds an optimiser's state, not a network; put its model.pth beside it or choose that file.</source>
   <translation>{path} 中是优化器的状态，不是网络；请将其 model.pth 放在旁边，或选择那个文件。</translation>
  </message>
  <message>
   <source>The optimiser's state in {path} was left out: {why}.</source>
   <translation>已略去 {path} 中的优化器状态：{why}。</translation>
  </message>
  <message>
   <source>it holds more layers inside one another than any network has</source>
   <translation>其中嵌套的层比任何网络都多</translation>
  </message>
  <message>
   <source>its weights {why}</source>
   <translation>其权重 {why}</translation>
  </message>
  <message>
   <source>its weights are not in the file</source>
   <translation>其权重不在文件中</translation>
  </message>
  <message>
   <source>it holds more layers than any network here has</source>
   <translation>其中的层比此处任何网络都多</translation>
  </message>
  <message>
   <source>its operator {operator} ({name}) is not a layer that digitpad has: {why}</source>
   <translation>其运算符 {operator}（{name}）不是 digitpad 支持的层：{why}</translation>
  </message>
  <message>
   <source>its graph does not lead from one picture to the scores of its classes</source>
   <translation>其计算图不是从一张图片通向各类别的分数</translation>
  </message>
  <message>
   <source>it stands behind more layers than any network here has</source>
   <translation>它前面的层比此处任何网络都多</translation>
  </message>
  <message>
   <source>only a convolution can stand behind zeros that are put around maps</source>
   <translation>特征图四周补零之后只能接卷积</translation>
  </message>
  <message>
   <source>it stands behind maps that were given another shape</source>
   <translation>它前面的特征图改变过形状</translation>
  </message>
  <message>
   <source>digitpad's networks are convolutions, pooling, linear layers and the like</source>
   <translation>digitpad 的网络由卷积、池化、全连接层等组成</translation>
  </message>
  <message>
   <source>it is not one of pictures</source>
   <translation>它处理的不是图片</translation>
  </message>
  <message>
   <source>it puts something else than zeros around maps</source>
   <translation>它在特征图四周填充的不是零</translation>
  </message>
  <message>
   <source>it cuts maps</source>
   <translation>它裁剪了特征图</translation>
  </message>
  <message>
   <source>it multiplies more than a row of values by a matrix</source>
   <translation>它与矩阵相乘的不只是一行值</translation>
  </message>
  <message>
   <source>its groups do not divide the channels</source>
   <translation>其组数不能整除通道数</translation>
  </message>
  <message>
   <source>it has numbers for something else than channels</source>
   <translation>它的数值不是按通道给出的</translation>
  </message>
  <message>
   <source>it does not take all values of a picture together</source>
   <translation>它没有把一张图片的所有值放在一起计算</translation>
  </message>
  <message>
   <source>it has a slope for each value</source>
   <translation>它对每个值各有一个斜率</translation>
  </message>
  <message>
   <source>it brings values between {low:g} and {high:g}</source>
   <translation>它将值限制在 {low:g} 到 {high:g} 之间</translation>
  </message>
  <message>
   <source>it stands before the values of the classes</source>
   <translation>它作用的不是各类别的值</translation>
  </message>
  <message>
   <source>it stands behind something else than a softmax</source>
   <translation>它前面的不是 softmax</translation>
  </message>
  <message>
   <source>it divides by values of the picture</source>
   <translation>它除以图片的值</translation>
  </message>
  <message>
   <source>its padding differs from side to side</source>
   <translation>其各边的填充不同</translation>
  </message>
  <message>
   <source>its windows have gaps</source>
   <translation>其窗口有间隔</translation>
  </message>
  <message>
   <source>it does not say how its pictures are normalised</source>
   <translation>文件未注明图片如何归一化</translation>
  </message>
  <message>
   <source>its graph returns maps, and not a score for each class</source>
   <translation>其计算图返回的是特征图，而不是每个类别一个分数</translation>
  </message>
  <message>
   <source>its graph does not take square pictures, grey or in colour</source>
   <translation>其计算图的输入不是灰度或彩色的正方形图片</translation>
  </message>
  <message>
   <source>its graph takes {count} values, which are not a square picture</source>
   <translation>其计算图的输入是 {count} 个值，不构成正方形图片</translation>
  </message>
  <message>
   <source>it turns dark and bright round, which digitpad's normalisation cannot</source>
   <translation>它将明暗反转，而 digitpad 的归一化做不到</translation>
  </message>
  <message>
   <source>it is not one of whole maps</source>
   <translation>它不是对整个特征图的运算</translation>
  </message>
  <message>
   <source>it lays several pictures flat together</source>
   <translation>它把多张图片一起展平</translation>
  </message>
  <message>
   <source>it divides a picture</source>
   <translation>它拆分了图片</translation>
  </message>
  <message>
   <source>it gives maps another shape</source>
   <translation>它改变了特征图的形状</translation>
  </message>
  <message>
   <source>it gives values another shape</source>
   <translation>它改变了值的形状</translation>
  </message>
  <message>
   <source>it gives maps another order</source>
   <translation>它改变了特征图的顺序</translation>
  </message>
  <message>
   <source>its layers do not make a network: {why}</source>
   <translation>其各层不构成网络：{why}</translation>
  </message>
  <message>
   <source>its operator {operator} is not a layer that digitpad has: {why}</source>
   <translation>其运算符 {operator} 不是 digitpad 支持的层：{why}</translation>
  </message>
  <message>
   <source>it stands where no layer can take it in</source>
   <translation>它所在的位置没有层可以容纳它</translation>
  </message>
  <message>
   <source>it has a number for each place of a picture</source>
   <translation>它对图片的每个位置各有一个数</translation>
  </message>
  <message>
   <source>it joins values of two shapes</source>
   <translation>它合并了两种形状的值</translation>
  </message>
  <message>
   <source>it joins two values in a way that no layer has</source>
   <translation>它合并两个值的方式没有对应的层</translation>
  </message>
  <message>
   <source>{path} cannot be used: none of {count} networks of its layers reads digits: the nearest, {what}, reads {accuracy} of {pictures} training pictures of {dataset}; set what you know of it with {way}.</source>
   <translation>无法使用 {path}：由其各层构成的 {count} 个网络都不能识别数字：最接近的 {what} 在 {dataset} 的 {pictures} 张训练图片上准确率为 {accuracy}；请通过 {way} 设置已知的信息。</translation>
  </message>
  <message>
   <source>Load, Build it…</source>
   <translation>加载 &gt; 自行构建…</translation>
  </message>
  <message>
   <source>its layers are all in the file, so that none can be set otherwise</source>
   <translation>其各层都已在文件中，无法另行设置</translation>
  </message>
  <message>
   <source>its layers do not fit each other with what is set; change or leave out something</source>
   <translation>按现有设置，其各层互不匹配；请更改或去掉某项设置</translation>
  </message>
  <message>
   <source>It returns {count} values, as many as its pictures have: it is likely an autoencoder, which returns a picture. What it answers as a classifier means nothing; Layers shows what it computes.</source>
   <translation>它返回 {count} 个值，与其图片的值一样多：很可能是自编码器，返回的是图片。它作为分类器给出的结果没有意义；“网络层”会显示它计算的内容。</translation>
  </message>
  <message>
   <source>it has format version {version} and this digitpad reads version {known}; update digitpad</source>
   <translation>其格式版本为 {version}，而当前 digitpad 支持版本 {known}；请更新 digitpad</translation>
  </message>
  <message>
   <source>it holds no weights</source>
   <translation>其中没有权重</translation>
  </message>
  <message>
   <source>its weights do not fit its network {name}: {difference}</source>
   <translation>其权重与其网络 {name} 不匹配：{difference}</translation>
  </message>
  <message>
   <source>its weights {key} are numbers of type {found}, and a network computes with {expected}</source>
   <translation>其权重 {key} 的数值类型为 {found}，而网络以 {expected} 计算</translation>
  </message>
  <message>
   <source>it does not hold a network's weights</source>
   <translation>其中没有网络的权重</translation>
  </message>
  <message>
   <source>{layers} only help training, no answer depends on them, and they were left out.</source>
   <translation>{layers} 只用于辅助训练，不影响任何结果，已略去。</translation>
  </message>
  <message>
   <source>torchvision's forward never calls {layers}, which was left out; what is to be called has to be added inside, as network.classifier.add_module does.</source>
   <translation>torchvision 的 forward 从不调用 {layers}，已略去；需要调用的层必须加在内部，如 network.classifier.add_module 所做的那样。</translation>
  </message>
  <message>
   <source>it holds several, and it is unclear which is the network's</source>
   <translation>其中有多个状态，无法确定哪个属于该网络</translation>
  </message>
  <message>
   <source>The optimiser's state in it was left out: {why}.</source>
   <translation>已略去其中的优化器状态：{why}。</translation>
  </message>
  <message>
   <source>The file does not say how its pictures are prepared: it reads {accuracy} of some training pictures of {dataset} with {size}, mean {mean}, std {std}{polarity}, best of what is usual.</source>
   <translation>文件未注明图片如何预处理：采用常见方式中最好的一种，在部分 {dataset} 训练图片上准确率为 {accuracy}，即 {size}，均值 {mean}，标准差 {std}{polarity}。</translation>
  </message>
  <message>
   <source>, black on white</source>
   <translation>，白底黑字</translation>
  </message>
  <message>
   <source>it does not hold an optimiser's state; choose the optimizer.pth beside the network</source>
   <translation>其中没有优化器的状态；请选择网络旁边的 optimizer.pth</translation>
  </message>
  <message>
   <source>it holds the state of an optimiser that digitpad does not know (SGD, Adam, AdamW)</source>
   <translation>其中的优化器状态属于 digitpad 不认识的优化器（支持 SGD、Adam、AdamW）</translation>
  </message>
  <message>
   <source>some of its momentum values are not finite</source>
   <translation>其部分动量值不是有限数</translation>
  </message>
  <message>
   <source>its learning rate, momentum or weight decay is not a number of at least 0</source>
   <translation>其学习率、动量或权重衰减不是大于或等于 0 的数</translation>
  </message>
  <message>
   <source>the parts of its state have different shapes</source>
   <translation>其状态的各部分形状不同</translation>
  </message>
  <message>
   <source>it belongs to a network with {count} parameter tensors, and this one has {expected}</source>
   <translation>它属于有 {count} 个参数张量的网络，而此网络有 {expected} 个</translation>
  </message>
  <message>
   <source>its momentum of {name} has another shape than the weights</source>
   <translation>其 {name} 的动量与权重形状不同</translation>
  </message>
  <message>
   <source>{path} does not belong to {network}: {why}.</source>
   <translation>{path} 不属于 {network}：{why}。</translation>
  </message>
  <message>
   <source>it holds Python objects besides weights and numbers, as no digitpad writes them</source>
   <translation>其中除权重和数以外还有 Python 对象，而 digitpad 不会写入这些</translation>
  </message>
  <message>
   <source>its layers cannot be read: {why}</source>
   <translation>其各层无法读取：{why}</translation>
  </message>
  <message>
   <source>its network is unknown to this version of digitpad; update digitpad</source>
   <translation>此版本的 digitpad 不认识其网络；请更新 digitpad</translation>
  </message>
  <message>
   <source>its {title} cannot be read</source>
   <translation>其 {title} 无法读取</translation>
  </message>
  <message>
   <source>it does not name its classes</source>
   <translation>其中没有类别名称</translation>
  </message>
  <message>
   <source>it does not say what pictures its network takes</source>
   <translation>其中未注明网络接受什么图片</translation>
  </message>
  <message>
   <source>VGG-16 (13 convolutions), its last layer new</source>
   <translation>VGG-16（13 个卷积），最后一层为新建</translation>
  </message>
  <message>
   <source>VGG-16 and one more linear layer</source>
   <translation>VGG-16，再加一个全连接层</translation>
  </message>
  <message>
   <source>ResNet-18 (20 convolutions), its last layer new</source>
   <translation>ResNet-18（20 个卷积），最后一层为新建</translation>
  </message>
  <message>
   <source>MobileNet V3 small, its last layer new</source>
   <translation>MobileNet V3 small，最后一层为新建</translation>
  </message>
  <message>
   <source>MobileNet V3 small, for grey pictures without repeating them</source>
   <translation>MobileNet V3 small，直接接受灰度图片，无需复制通道</translation>
  </message>
  <message>
   <source>MobileNet V3 large</source>
   <translation>MobileNet V3 large</translation>
  </message>
  <message>
   <source>DenseNet-121</source>
   <translation>DenseNet-121</translation>
  </message>
  <message>
   <source>SqueezeNet 1.0</source>
   <translation>SqueezeNet 1.0</translation>
  </message>
  <message>
   <source>SqueezeNet 1.1</source>
   <translation>SqueezeNet 1.1</translation>
  </message>
  <message>
   <source>GoogLeNet without its auxiliary classifiers</source>
   <translation>GoogLeNet，不含辅助分类器</translation>
  </message>
  <message>
   <source>Inception V3 without its auxiliary classifier</source>
   <translation>Inception V3，不含辅助分类器</translation>
  </message>
  <message>
   <source>EfficientNet-B0</source>
   <translation>EfficientNet-B0</translation>
  </message>
  <message>
   <source>EfficientNet-B1</source>
   <translation>EfficientNet-B1</translation>
  </message>
  <message>
   <source>ShuffleNet V2, half as wide</source>
   <translation>ShuffleNet V2，宽度减半</translation>
  </message>
  <message>
   <source>ShuffleNet V2</source>
   <translation>ShuffleNet V2</translation>
  </message>
  <message>
   <source>ConvNeXt tiny</source>
   <translation>ConvNeXt tiny</translation>
  </message>
  <message>
   <source>a list of layers of its own</source>
   <translation>自定义的层列表</translation>
  </message>
  <message>
   <source>There is no network called '{name}'; choose one of {known}.</source>
   <translation>没有名为“{name}”的网络；请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>The network {network} needs pictures of at least {least}x{least}, and these have {size}; set the picture size to {least} or choose another network.</source>
   <translation>网络 {network} 需要至少 {least}x{least} 的图片，而这些图片为 {size}；请将图片尺寸设为 {least}，或选择其他网络。</translation>
  </message>
  <message>
   <source>its weights are of an unusual type, and digitpad reads only ordinary numbers</source>
   <translation>其权重的数据类型不常见，而 digitpad 只能读取普通数值</translation>
  </message>
  <message>
   <source>it is not a PyTorch file, or it is damaged; choose one that torch.save wrote</source>
   <translation>它不是 PyTorch 文件，或已损坏；请选择由 torch.save 写入的文件</translation>
  </message>
  <message>
   <source>its weights are quantised, and digitpad reads only dense ones</source>
   <translation>其权重经过量化，而 digitpad 只能读取稠密权重</translation>
  </message>
  <message>
   <source>its list of contents is longer than any network's</source>
   <translation>其目录比任何网络的都长</translation>
  </message>
  <message>
   <source>its parts are compressed, which torch.save never does; unpack it first</source>
   <translation>其各部分经过压缩，而 torch.save 从不压缩；请先解压</translation>
  </message>
  <message>
   <source>it claims to hold more than fits into it</source>
   <translation>它声称的内容多于文件所能容纳的</translation>
  </message>
  <message>
   <source>it is a zip file that torch.save did not write; choose one that it wrote</source>
   <translation>它是 zip 文件，但不是由 torch.save 写入的；请选择由它写入的文件</translation>
  </message>
  <message>
   <source>it was written on a machine with another byte order</source>
   <translation>它是在另一种字节序的机器上写入的</translation>
  </message>
  <message>
   <source>it is a pickle that torch.save did not write; choose one that it wrote</source>
   <translation>它是 pickle，但不是由 torch.save 写入的；请选择由它写入的文件</translation>
  </message>
  <message>
   <source>it asks to run {name} when it is opened, so none of it was used; ask whoever made it for the weights alone, saved with torch.save(model.state_dict(), ...)</source>
   <translation>它在打开时要求运行 {name}，因此未使用其中任何内容；请向制作者索取只含权重的文件，用 torch.save(model.state_dict(), ...) 保存</translation>
  </message>
  <message>
   <source>its weights are sparse, and digitpad reads only dense ones</source>
   <translation>其权重是稀疏的，而 digitpad 只能读取稠密权重</translation>
  </message>
  <message>
   <source>its weights lie in a file beside it; save the model as one file (onnx.save_model does so by itself)</source>
   <translation>其权重在旁边的另一个文件中；请把模型保存为单个文件（onnx.save_model 默认如此）</translation>
  </message>
  <message>
   <source>it is a Keras or HDF5 file of TensorFlow, and digitpad reads PyTorch's; weights of linear layers open from numpy.savez('weights.npz', *model.get_weights())</source>
   <translation>它是 TensorFlow 的 Keras 或 HDF5 文件，而 digitpad 读取 PyTorch 的文件；全连接层的权重可以用 numpy.savez('weights.npz', *model.get_weights()) 保存后打开</translation>
  </message>
  <message>
   <source>it is a file of TensorFlow, and digitpad reads PyTorch's; weights of linear layers open from numpy.savez('weights.npz', *[v.numpy() for v in model.variables])</source>
   <translation>它是 TensorFlow 的文件，而 digitpad 读取 PyTorch 的文件；全连接层的权重可以用 numpy.savez('weights.npz', *[v.numpy() for v in model.variables]) 保存后打开</translation>
  </message>
  <message>
   <source>it is a Git LFS pointer, which only names the real file; run 'git lfs pull' in its folder, or download the file itself (on GitHub: Download raw file; on Hugging Face: the download arrow)</source>
   <translation>它是 Git LFS 指针，只记录了真正文件的名称；请在其文件夹中运行“git lfs pull”，或下载文件本身（GitHub 上：Download raw file；Hugging Face 上：下载箭头）</translation>
  </message>
  <message>
   <source>it is a web page, not the file that the page shows; download the file itself (on GitHub: Download raw file; on Hugging Face: the download arrow)</source>
   <translation>它是网页，而不是网页上显示的文件；请下载文件本身（GitHub 上：Download raw file；Hugging Face 上：下载箭头）</translation>
  </message>
  <message>
   <source>it holds only a server's answer ({text}); check the address and download it again</source>
   <translation>其中只有服务器的应答（{text}）；请检查地址并重新下载</translation>
  </message>
  <message>
   <source>it is compressed; unpack it first</source>
   <translation>它经过压缩；请先解压</translation>
  </message>
  <message>
   <source>it is a tar archive; unpack it and choose the network's file in it</source>
   <translation>它是 tar 归档；请解压并选择其中的网络文件</translation>
  </message>
  <message>
   <source>it is a picture or a document, not a network; pictures open with File, Open picture</source>
   <translation>它是图片或文档，不是网络；图片请用“文件”菜单中的“打开图片”打开</translation>
  </message>
  <message>
   <source>it is a model of scikit-learn or another library, and digitpad reads PyTorch's; layers of an MLPClassifier open from numpy.savez('weights.npz', *model.coefs_, *model.intercepts_)</source>
   <translation>它是 scikit-learn 或其他库的模型，而 digitpad 读取 PyTorch 的文件；MLPClassifier 的各层可以用 numpy.savez('weights.npz', *model.coefs_, *model.intercepts_) 保存后打开</translation>
  </message>
  <message>
   <source>it is empty; download or save it again</source>
   <translation>它是空文件；请重新下载或保存</translation>
  </message>
  <message>
   <source>it is a text in JSON ({text}) and holds no weights; if it was downloaded, check the address</source>
   <translation>它是 JSON 文本（{text}），其中没有权重；如果是下载的，请检查地址</translation>
  </message>
  <message>
   <source>{path} cannot be used: {why}.</source>
   <translation>无法使用 {path}：{why}。</translation>
  </message>
  <message>
   <source>it is a program that AOTInductor has compiled, not a network's weights; save them where it was made with torch.save(model.state_dict(), 'weights.pth')</source>
   <translation>它是 AOTInductor 编译的程序，而不是网络的权重；请在生成它的地方用 torch.save(model.state_dict(), 'weights.pth') 保存权重</translation>
  </message>
  <message>
   <source>it is a program of torch.export, not a network's weights; save them in Python with torch.save(torch.export.load(file).state_dict, 'weights.pth')</source>
   <translation>它是 torch.export 的程序，不是网络的权重；请在 Python 中用 torch.save(torch.export.load(file).state_dict, 'weights.pth') 保存权重</translation>
  </message>
  <message>
   <source>it is a TorchScript program, not a network's weights; save them in Python with torch.save(torch.jit.load(file).state_dict(), 'weights.pth')</source>
   <translation>它是 TorchScript 程序，不是网络的权重；请在 Python 中用 torch.save(torch.jit.load(file).state_dict(), 'weights.pth') 保存权重</translation>
  </message>
  <message>
   <source>it is a zip file around other files; unpack it and choose the network's file in it</source>
   <translation>它是包含其他文件的 zip 文件；请解压并选择其中的网络文件</translation>
  </message>
  <message>
   <source>its end is missing, as after half a download or a full disk; download or save it again</source>
   <translation>其结尾缺失，可能是下载中断或磁盘已满；请重新下载或保存</translation>
  </message>
  <message>
   <source>it is not an ONNX model, or it is damaged</source>
   <translation>它不是 ONNX 模型，或已损坏</translation>
  </message>
  <message>
   <source>{path} cannot be used: it needs more memory than is available.</source>
   <translation>无法使用 {path}：所需内存超过可用内存。</translation>
  </message>
  <message>
   <source>{path} is not a regular file; choose a .pth file.</source>
   <translation>{path} 不是普通文件；请选择 .pth 文件。</translation>
  </message>
  <message>
   <source>{path} has {size} GB, far more than any network here; choose another file.</source>
   <translation>{path} 有 {size} GB，远大于此处任何网络；请选择其他文件。</translation>
  </message>
  <message>
   <source>{path} is not a PyTorch file; choose one that torch.save wrote.</source>
   <translation>{path} 不是 PyTorch 文件；请选择由 torch.save 写入的文件。</translation>
  </message>
  <message>
   <source>it holds more objects than any network has</source>
   <translation>其中的对象比任何网络都多</translation>
  </message>
  <message>
   <source>its weights have no values (they were saved from the meta device)</source>
   <translation>其权重没有数值（是从 meta 设备保存的）</translation>
  </message>
  <message>
   <source>its weights are of an unusual kind, and digitpad reads only dense ones</source>
   <translation>其权重属于不常见的种类，而 digitpad 只能读取稠密权重</translation>
  </message>
  <message>
   <source>some of its numbers are missing; the file was cut short</source>
   <translation>缺少部分数；文件被截断了</translation>
  </message>
  <message>
   <source>it holds more numbers than any network here needs</source>
   <translation>其中的数比此处任何网络所需的都多</translation>
  </message>
  <message>
   <source>its weights are quantised in an unusual way, which digitpad does not read</source>
   <translation>其权重以不常见的方式量化，digitpad 无法读取</translation>
  </message>
  <message>
   <source>one of its tensors has an impossible shape</source>
   <translation>其中有一个张量的形状不可能存在</translation>
  </message>
  <message>
   <source>one of its tensors reaches beyond the numbers in the file</source>
   <translation>其中有一个张量超出了文件中数据的范围</translation>
  </message>
  <message>
   <source>one of its tensors repeats a few numbers many times, as no network does</source>
   <translation>其中有一个张量将少数几个数重复多次，而网络不会这样</translation>
  </message>
  <message>
   <source>Slope</source>
   <translation>斜率</translation>
  </message>
  <message>
   <source>torch's own</source>
   <translation>torch 的默认值</translation>
  </message>
  <message>
   <source>PReLU</source>
   <translation>PReLU</translation>
  </message>
  <message>
   <source>For each channel</source>
   <translation>每个通道各一个</translation>
  </message>
  <message>
   <source>Log-softmax</source>
   <translation>Log-softmax</translation>
  </message>
  <message>
   <source>No layer can be called '{name}': PyTorch uses that name itself.</source>
   <translation>层不能命名为“{name}”：PyTorch 自己使用这个名称。</translation>
  </message>
  <message>
   <source>one for each class</source>
   <translation>每个类别一个</translation>
  </message>
  <message>
   <source>as many as come in</source>
   <translation>与输入相同</translation>
  </message>
  <message>
   <source>it takes maps, and {values} values come in; put it before Flatten</source>
   <translation>它的输入应为特征图，而输入是 {values} 个值；请将它放在 Flatten 之前</translation>
  </message>
  <message>
   <source>it expects {expected} {what} and gets {came}</source>
   <translation>它需要 {expected} 个{what}，却得到 {came} 个</translation>
  </message>
  <message>
   <source>its window of {kernel} does not fit into maps of {height}x{width}; give it padding, or pool less before it</source>
   <translation>其窗口 {kernel} 放不进 {height}x{width} 的特征图；请加上填充，或减少之前的池化</translation>
  </message>
  <message>
   <source>Dropout</source>
   <translation>Dropout</translation>
  </message>
  <message>
   <source>Probability</source>
   <translation>概率</translation>
  </message>
  <message>
   <source>Dropout of channels</source>
   <translation>通道 Dropout</translation>
  </message>
  <message>
   <source>Flatten</source>
   <translation>Flatten</translation>
  </message>
  <message>
   <source>Residual block</source>
   <translation>残差块</translation>
  </message>
  <message>
   <source>Epsilon</source>
   <translation>Epsilon</translation>
  </message>
  <message>
   <source>channels</source>
   <translation>通道</translation>
  </message>
  <message>
   <source>Batch norm</source>
   <translation>批归一化</translation>
  </message>
  <message>
   <source>Momentum</source>
   <translation>动量</translation>
  </message>
  <message>
   <source>the mean of all batches</source>
   <translation>所有批的均值</translation>
  </message>
  <message>
   <source>Scale and shift</source>
   <translation>缩放和平移</translation>
  </message>
  <message>
   <source>Channels in</source>
   <translation>输入通道数</translation>
  </message>
  <message>
   <source>Group norm</source>
   <translation>组归一化</translation>
  </message>
  <message>
   <source>Groups</source>
   <translation>组数</translation>
  </message>
  <message>
   <source>its {groups} groups do not divide {channels} channels</source>
   <translation>其 {groups} 个组不能整除 {channels} 个通道</translation>
  </message>
  <message>
   <source>Layer norm</source>
   <translation>层归一化</translation>
  </message>
  <message>
   <source>There is no kind of layer called '{kind}'{hint}; choose one of {known}.</source>
   <translation>没有名为“{kind}”的层类型{hint}；请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>The layers of a network must be a list of tables.</source>
   <translation>网络的层必须是由表组成的列表。</translation>
  </message>
  <message>
   <source>The network has more than {most} layers.</source>
   <translation>网络超过 {most} 层。</translation>
  </message>
  <message>
   <source>its name '{name}' is not a name of a module</source>
   <translation>其名称“{name}”不能作为模块名称</translation>
  </message>
  <message>
   <source>{kind} has no option '{option}'{hint}</source>
   <translation>{kind} 没有选项“{option}”{hint}</translation>
  </message>
  <message>
   <source>Layer {number}: {why}.</source>
   <translation>第 {number} 层：{why}。</translation>
  </message>
  <message>
   <source>a number from {low} to {high}, or two of them</source>
   <translation>{low} 到 {high} 之间的一个数，或两个这样的数</translation>
  </message>
  <message>
   <source>a whole number from {low} to {high}, or two of them</source>
   <translation>{low} 到 {high} 之间的一个整数，或两个这样的整数</translation>
  </message>
  <message>
   <source>a number from {low} to {high}</source>
   <translation>{low} 到 {high} 之间的数</translation>
  </message>
  <message>
   <source>a whole number from {low} to {high}</source>
   <translation>{low} 到 {high} 之间的整数</translation>
  </message>
  <message>
   <source>one of {choices}</source>
   <translation>{choices} 之一</translation>
  </message>
  <message>
   <source>true or false</source>
   <translation>true 或 false</translation>
  </message>
  <message>
   <source>its {name} is {value}; it must be {allowed}</source>
   <translation>其 {name} 为 {value}；必须是 {allowed}</translation>
  </message>
  <message>
   <source>Kernel</source>
   <translation>核大小</translation>
  </message>
  <message>
   <source>the kernel's size</source>
   <translation>与核大小相同</translation>
  </message>
  <message>
   <source>Round up (ceil_mode)</source>
   <translation>向上取整 (ceil_mode)</translation>
  </message>
  <message>
   <source>its padding can be half of its kernel at most</source>
   <translation>其填充最多为核大小的一半</translation>
  </message>
  <message>
   <source>Max pooling</source>
   <translation>最大池化</translation>
  </message>
  <message>
   <source>Dilation</source>
   <translation>膨胀率</translation>
  </message>
  <message>
   <source>Average pooling</source>
   <translation>平均池化</translation>
  </message>
  <message>
   <source>Count the padding</source>
   <translation>计入填充</translation>
  </message>
  <message>
   <source>Adaptive average pooling</source>
   <translation>自适应平均池化</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>尺寸</translation>
  </message>
  <message>
   <source>Adaptive max pooling</source>
   <translation>自适应最大池化</translation>
  </message>
  <message>
   <source>it would return {count:,} values</source>
   <translation>它将返回 {count:,} 个值</translation>
  </message>
  <message>
   <source>it would have {count:,} weights; pool more before it</source>
   <translation>它将有 {count:,} 个权重；请在之前多做池化</translation>
  </message>
  <message>
   <source>its layers return {way} and its shortcut {shortcut}; both have to be the same: give the shortcut a convolution of kernel 1</source>
   <translation>其各层返回 {way}，而快捷连接返回 {shortcut}；两者必须相同：请给快捷连接加一个核大小为 1 的卷积</translation>
  </message>
  <message>
   <source>The network has no layers; add some.</source>
   <translation>网络没有层；请添加。</translation>
  </message>
  <message>
   <source>Layer {number} ({title}) does not fit: {why}{hint}.</source>
   <translation>第 {number} 层（{title}）不匹配：{why}{hint}。</translation>
  </message>
  <message>
   <source>Two layers are called '{name}'; give one of them another name.</source>
   <translation>有两层都叫“{name}”；请为其中一层改名。</translation>
  </message>
  <message>
   <source>The network returns {shape} and has to return a value for each of {classes} classes; end it with a linear layer, after Flatten.</source>
   <translation>网络返回 {shape}，而它必须为 {classes} 个类别各返回一个值；请在 Flatten 之后以全连接层结尾。</translation>
  </message>
  <message>
   <source>; with padding {padding} in {name} it would fit</source>
   <translation>；将 {name} 的填充设为 {padding} 即可匹配</translation>
  </message>
  <message>
   <source>values</source>
   <translation>值</translation>
  </message>
  <message>
   <source>Convolution</source>
   <translation>卷积</translation>
  </message>
  <message>
   <source>Channels</source>
   <translation>通道数</translation>
  </message>
  <message>
   <source>Bias</source>
   <translation>偏置</translation>
  </message>
  <message>
   <source>Pad with</source>
   <translation>填充方式</translation>
  </message>
  <message>
   <source>its {groups} groups do not divide {channels} channels in and {out} out</source>
   <translation>其 {groups} 个组不能整除 {channels} 个输入通道和 {out} 个输出通道</translation>
  </message>
  <message>
   <source>padding "same" goes with stride 1 only; give a number</source>
   <translation>填充 "same" 只能与步幅 1 一起使用；请给出一个数</translation>
  </message>
  <message>
   <source>Linear</source>
   <translation>全连接层 (linear)</translation>
  </message>
  <message>
   <source>Values</source>
   <translation>值的个数</translation>
  </message>
  <message>
   <source>Values in</source>
   <translation>输入值的个数</translation>
  </message>
  <message>
   <source>it takes values, and maps come in; put Flatten before it</source>
   <translation>它的输入应为值，而输入是特征图；请在它之前加 Flatten</translation>
  </message>
  <message>
   <source>drawn digits</source>
   <translation>绘制的数字</translation>
  </message>
  <message>
   <source>{path} reads badly as {name}.</source>
   <translation>{path} 作为 {name} 的识别效果很差。</translation>
  </message>
  <message>
   <source>{digits}, with 0, 2 and 5 for O, Z and S</source>
   <translation>{digits}，以 0、2 和 5 代替 O、Z 和 S</translation>
  </message>
  <message>
   <source>{path} has no pictures; name a folder with PNG or JPEG files.</source>
   <translation>{path} 中没有图片；请指定含有 PNG 或 JPEG 文件的文件夹。</translation>
  </message>
  <message>
   <source>Nothing is drawn.</source>
   <translation>没有画任何内容。</translation>
  </message>
  <message>
   <source>not a digit I know</source>
   <translation>不是我认识的数字</translation>
  </message>
  <message>
   <source>not a class I know</source>
   <translation>不是我认识的类别</translation>
  </message>
  <message>
   <source>The setting {setting} must be a short text on one line.</source>
   <translation>设置 {setting} 必须是单行的短文本。</translation>
  </message>
  <message>
   <source>The setting {setting} must be true or false.</source>
   <translation>设置 {setting} 必须是 true 或 false。</translation>
  </message>
  <message>
   <source>yes</source>
   <translation>是</translation>
  </message>
  <message>
   <source>no</source>
   <translation>否</translation>
  </message>
  <message>
   <source>There is no {setting} called '{value}'{hint}; choose one of {known}.</source>
   <translation>{setting} 没有名为“{value}”的选项{hint}；请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>The setting {setting} is {value}; choose a number from {low} to {high}.</source>
   <translation>设置 {setting} 为 {value}；请选择 {low} 到 {high} 之间的数。</translation>
  </message>
  <message>
   <source>The setting {setting} is {value}; choose a number from {low} to {high}, or 0.</source>
   <translation>设置 {setting} 为 {value}；请选择 {low} 到 {high} 之间的数，或 0。</translation>
  </message>
  <message>
   <source>The setting {setting} is {value}; choose a whole number from {low} to {high}.</source>
   <translation>设置 {setting} 为 {value}；请选择 {low} 到 {high} 之间的整数。</translation>
  </message>
  <message>
   <source>The setting {setting} is {value}; choose a whole number from {low} to {high}, or 0.</source>
   <translation>设置 {setting} 为 {value}；请选择 {low} 到 {high} 之间的整数，或 0。</translation>
  </message>
  <message>
   <source>The setting {setting} has one number, or three for colour.</source>
   <translation>设置 {setting} 应为一个数，彩色则为三个数。</translation>
  </message>
  <message>
   <source>99 % of MNIST in seconds: the one to begin with</source>
   <translation>几秒钟内在 MNIST 上达到 99 %：入门首选</translation>
  </message>
  <message>
   <source>The notes' first network, small and plain: to follow every step</source>
   <translation>讲义中的第一个网络，小而简单：便于看懂每一步</translation>
  </message>
  <message>
   <source>As notes-basic, with more kernels and padding: what width brings</source>
   <translation>同 notes-basic，但卷积核更多并加填充：看看加宽网络的效果</translation>
  </message>
  <message>
   <source>Adam and small batches instead of SGD: how optimisers differ</source>
   <translation>用 Adam 和较小的批代替 SGD：看看优化器有何不同</translation>
  </message>
  <message>
   <source>Logits and cross-entropy instead of log_softmax and NLL; keeps the best epoch</source>
   <translation>用 logits 和交叉熵代替 log_softmax 和 NLL；保存最佳轮次</translation>
  </message>
  <message>
   <source>The highest accuracy on MNIST, in some minutes</source>
   <translation>几分钟内达到 MNIST 上的最高准确率</translation>
  </message>
  <message>
   <source>The shipped network: many writers, and what is not a digit; takes long</source>
   <translation>自带网络：多人的笔迹，以及非数字的内容；训练时间长</translation>
  </message>
  <message>
   <source>Colour pictures: the notes' network for CIFAR-10</source>
   <translation>彩色图片：讲义中用于 CIFAR-10 的网络</translation>
  </message>
  <message>
   <source>Colour pictures, read far better, by residual blocks; takes long without a GPU</source>
   <translation>彩色图片，采用残差块，识别效果好得多；没有 GPU 时训练时间长</translation>
  </message>
  <message>
   <source>A ready-made network, VGG-16, with a new last layer: transfer learning</source>
   <translation>现成的网络 VGG-16，最后一层为新建：迁移学习</translation>
  </message>
  <message>
   <source>The network has no layers; add some in [[layers]] or in the network editor.</source>
   <translation>网络没有层；请在 [[layers]] 或网络编辑器中添加。</translation>
  </message>
  <message>
   <source>A recipe with [[layers]] has network = "{own}", not "{network}"; leave one of them out.</source>
   <translation>带有 [[layers]] 的训练方案应有 network = "{own}"，而不是 "{network}"；请去掉其中之一。</translation>
  </message>
  <message>
   <source>The normalisation is not known before the dataset is.</source>
   <translation>在数据集确定之前，归一化还是未知的。</translation>
  </message>
  <message>
   <source>The recipe in this file is not readable.</source>
   <translation>此文件中的训练方案无法读取。</translation>
  </message>
  <message>
   <source>The recipe in this file is not complete.</source>
   <translation>此文件中的训练方案不完整。</translation>
  </message>
  <message>
   <source>There is no setting '{name}'{hint}. The settings are {known}.</source>
   <translation>没有名为“{name}”的设置{hint}。可用的设置有 {known}。</translation>
  </message>
  <message>
   <source>A resumed run keeps its {setting} ({before}); start a new run to train with {after}.</source>
   <translation>继续训练时，{setting}（{before}）保持不变；要用 {after} 训练，请开始新的训练。</translation>
  </message>
  <message>
   <source>This run stands in the middle of an epoch, where its {setting} ({before}) cannot change; resume it as it is, and change that when the epoch is done.</source>
   <translation>此训练停在一轮的中途，此时不能更改 {setting}（{before}）；请按原样继续训练，等这一轮结束后再更改。</translation>
  </message>
  <message>
   <source>dataset's</source>
   <translation>数据集默认</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>What lists and folders call the run</source>
   <translation>列表和文件夹中的训练记录名称</translation>
  </message>
  <message>
   <source>A name that says what is tried, such as adam-0.01: it is easier to find among the runs</source>
   <translation>能说明尝试内容的名称，例如 adam-0.01：便于在训练记录中查找</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>The network that learns</source>
   <translation>要训练的网络</translation>
  </message>
  <message>
   <source>notes-basic for a first look, quick for the best result in a minute; then a network of your own</source>
   <translation>初次尝试用 notes-basic，想在一分钟内得到最佳结果用 quick；之后用自己的网络</translation>
  </message>
  <message>
   <source>D&amp;ataset</source>
   <translation>数据集(&amp;A)</translation>
  </message>
  <message>
   <source>A dataset, or a folder with a folder of pictures for each class</source>
   <translation>数据集，或每个类别各有一个图片子文件夹的文件夹</translation>
  </message>
  <message>
   <source>mnist first; fashion-mnist is as quick to train on, and harder</source>
   <translation>先用 mnist；fashion-mnist 训练同样快，但更难</translation>
  </message>
  <message>
   <source>Epoc&amp;hs</source>
   <translation>轮次 (epoch)(&amp;H)</translation>
  </message>
  <message>
   <source>How often the network goes through all training pictures</source>
   <translation>网络遍历全部训练图片的次数</translation>
  </message>
  <message>
   <source>More while the test loss still falls; fewer once it rises and only the training loss falls</source>
   <translation>测试损失仍在下降时增加；测试损失上升、只有训练损失下降时减少</translation>
  </message>
  <message>
   <source>&amp;Batch size</source>
   <translation>批大小 (batch size)(&amp;B)</translation>
  </message>
  <message>
   <source>Pictures a step (iteration): the weights move once after so many</source>
   <translation>每步 (iteration) 的图片数：看完这么多图片，权重更新一次</translation>
  </message>
  <message>
   <source>32 to 256: small batches are noisy and slow, large ones need a higher learning rate</source>
   <translation>32 到 256：批太小则噪声大、速度慢，批较大则需要更大的学习率</translation>
  </message>
  <message>
   <source>Learnin&amp;g rate</source>
   <translation>学习率(&amp;G)</translation>
  </message>
  <message>
   <source>How far a step moves the weights; the peak under a schedule</source>
   <translation>每步更新权重的幅度；使用学习率调度时为峰值</translation>
  </message>
  <message>
   <source>Ten times more or less. Too high, and the loss jumps or grows; too low, and it hardly falls. Usual are 0.01 to 0.1 for SGD and 0.001 for Adam</source>
   <translation>增大到十倍，或减小到十分之一。太大则损失跳动或上升，太小则几乎不下降。SGD 常用 0.01 到 0.1，Adam 常用 0.001</translation>
  </message>
  <message>
   <source>&amp;Momentum</source>
   <translation>动量(&amp;M)</translation>
  </message>
  <message>
   <source>How much of the steps before goes into a step of SGD</source>
   <translation>SGD 的一步中包含多少之前各步的更新</translation>
  </message>
  <message>
   <source>0.9 is usual; 0 shows what SGD does without it</source>
   <translation>常用 0.9；设为 0 可看到没有动量的 SGD 的效果</translation>
  </message>
  <message>
   <source>See&amp;d</source>
   <translation>随机种子(&amp;D)</translation>
  </message>
  <message>
   <source>Decides the first weights, the order of the pictures, dropout and augmentation</source>
   <translation>决定初始权重、图片顺序、Dropout 和数据增强</translation>
  </message>
  <message>
   <source>Others, to see how much of a difference between two runs is chance</source>
   <translation>换用其他值，看看两次训练的差异有多少出于偶然</translation>
  </message>
  <message>
   <source>SGD</source>
   <translation>SGD</translation>
  </message>
  <message>
   <source>Adam</source>
   <translation>Adam</translation>
  </message>
  <message>
   <source>AdamW</source>
   <translation>AdamW</translation>
  </message>
  <message>
   <source>Optimiser</source>
   <translation>优化器</translation>
  </message>
  <message>
   <source>The rule that moves the weights</source>
   <translation>更新权重的规则</translation>
  </message>
  <message>
   <source>Adam or AdamW with a learning rate of 0.001 learn fast; SGD with momentum 0.9 takes longer and often ends as well</source>
   <translation>Adam 或 AdamW 配合学习率 0.001，学得快；SGD 配合动量 0.9，时间更长，但最终往往同样好</translation>
  </message>
  <message>
   <source>Precision</source>
   <translation>精度</translation>
  </message>
  <message>
   <source>Numbers that layers multiply; auto: the fastest here. Weights stay float32</source>
   <translation>各层相乘所用的数值类型；auto：本机最快的。权重始终为 float32</translation>
  </message>
  <message>
   <source>auto; float32 where runs are compared number by number</source>
   <translation>auto；需要逐个数值比较训练记录时用 float32</translation>
  </message>
  <message>
   <source>cross-entropy</source>
   <translation>交叉熵</translation>
  </message>
  <message>
   <source>NLL (negative log likelihood)</source>
   <translation>NLL（负对数似然）</translation>
  </message>
  <message>
   <source>open-set cross-entropy</source>
   <translation>开放集交叉熵</translation>
  </message>
  <message>
   <source>MSE (squared error)</source>
   <translation>MSE（平方误差）</translation>
  </message>
  <message>
   <source>L1 (absolute error)</source>
   <translation>L1（绝对误差）</translation>
  </message>
  <message>
   <source>Loss</source>
   <translation>损失</translation>
  </message>
  <message>
   <source>What training minimises; open-set also learns what belongs to none of the classes, MSE and L1 compare the scores with 1 for the true class and 0 for the others</source>
   <translation>训练要最小化的量；开放集还学习哪些内容不属于任何类别，MSE 和 L1 将分数与目标比较：正确类别为 1，其他类别为 0</translation>
  </message>
  <message>
   <source>cross-entropy; NLL comes to the same for a network that ends in log_softmax. MSE, to see why it is not used here</source>
   <translation>交叉熵；对以 log_softmax 结尾的网络，NLL 与之等价。MSE 可用来了解此处为何不用它</translation>
  </message>
  <message>
   <source>Weight decay</source>
   <translation>权重衰减</translation>
  </message>
  <message>
   <source>How strongly weights are pulled towards zero (decoupled in AdamW)</source>
   <translation>将权重拉向零的强度（AdamW 中为解耦方式）</translation>
  </message>
  <message>
   <source>0.01 with AdamW, 0.0005 with SGD; more where the test loss rises while the training loss falls</source>
   <translation>AdamW 用 0.01，SGD 用 0.0005；训练损失下降而测试损失上升时增大</translation>
  </message>
  <message>
   <source>constant</source>
   <translation>恒定</translation>
  </message>
  <message>
   <source>in steps</source>
   <translation>阶梯式</translation>
  </message>
  <message>
   <source>cosine</source>
   <translation>余弦</translation>
  </message>
  <message>
   <source>one-cycle</source>
   <translation>单周期 (one-cycle)</translation>
  </message>
  <message>
   <source>Schedule</source>
   <translation>学习率调度</translation>
  </message>
  <message>
   <source>How the learning rate changes over the run</source>
   <translation>学习率在训练过程中如何变化</translation>
  </message>
  <message>
   <source>one-cycle for short runs, cosine for long ones; constant, to see what the learning rate itself does</source>
   <translation>短的训练用单周期 (one-cycle)，长的训练用余弦；用恒定可看到学习率本身的作用</translation>
  </message>
  <message>
   <source>Step size</source>
   <translation>步长</translation>
  </message>
  <message>
   <source>Epochs between two steps of the learning rate</source>
   <translation>学习率两次阶梯变化之间的轮数</translation>
  </message>
  <message>
   <source>A third of the epochs</source>
   <translation>总轮数的三分之一</translation>
  </message>
  <message>
   <source> epochs</source>
   <translation> 轮</translation>
  </message>
  <message>
   <source>Gamma</source>
   <translation>Gamma</translation>
  </message>
  <message>
   <source>What each step multiplies the learning rate by</source>
   <translation>每次阶梯变化时学习率乘以的系数</translation>
  </message>
  <message>
   <source>0.1; 0.5 for smaller steps, more often</source>
   <translation>0.1；若要每次变化较小而次数较多，则用 0.5</translation>
  </message>
  <message>
   <source>Smoothing</source>
   <translation>标签平滑</translation>
  </message>
  <message>
   <source>Label smoothing: share of the target spread evenly over the classes</source>
   <translation>标签平滑：目标中平均分给所有类别的比例</translation>
  </message>
  <message>
   <source>0.05 to 0.1 where the network is too certain of its mistakes</source>
   <translation>网络对自己的错误过于自信时，用 0.05 到 0.1</translation>
  </message>
  <message>
   <source>EMA decay</source>
   <translation>EMA 衰减</translation>
  </message>
  <message>
   <source>Decay of the moving average of the weights that is tested and saved; 0: none</source>
   <translation>权重的指数移动平均 (EMA) 的衰减系数，测试和保存的是平均后的权重；0：不使用</translation>
  </message>
  <message>
   <source>0.998 for runs of some thousand steps; the nearer to 1, the more steps are averaged</source>
   <translation>几千步的训练用 0.998；越接近 1，参与平均的步数越多</translation>
  </message>
  <message>
   <source>averaged weights</source>
   <translation>权重平均 (EMA)</translation>
  </message>
  <message>
   <source>Shuffle</source>
   <translation>打乱</translation>
  </message>
  <message>
   <source>Another order of the pictures in each epoch; off: the dataset's, a folder's class by class</source>
   <translation>每轮使用不同的图片顺序；关闭时按数据集的顺序，文件夹则逐个类别</translation>
  </message>
  <message>
   <source>Off once, to see how the loss swings when the classes come one after another</source>
   <translation>关闭一次，看看各类别依次出现时损失如何波动</translation>
  </message>
  <message>
   <source>not shuffled</source>
   <translation>不打乱</translation>
  </message>
  <message>
   <source>Drop last</source>
   <translation>丢弃最后一批</translation>
  </message>
  <message>
   <source>Leave out an epoch's last batch where it has fewer pictures than the others</source>
   <translation>一轮的最后一批图片比其他批少时略去</translation>
  </message>
  <message>
   <source>On where a last batch of very few pictures makes the loss jump</source>
   <translation>最后一批图片很少、使损失跳动时开启</translation>
  </message>
  <message>
   <source>last batch dropped</source>
   <translation>最后一批不完整则丢弃</translation>
  </message>
  <message>
   <source>never</source>
   <translation>从不</translation>
  </message>
  <message>
   <source>Freeze batch norm after</source>
   <translation>冻结批归一化的轮次</translation>
  </message>
  <message>
   <source>Epochs after which batch norm keeps its statistics; open-set learns other pictures only then</source>
   <translation>经过多少轮之后，批归一化保持其统计量不变；开放集从那时起才学习其他图片</translation>
  </message>
  <message>
   <source>Half of the epochs with open-set; 0 with every other loss</source>
   <translation>使用开放集交叉熵时，为总轮数的一半；使用其他损失时为 0</translation>
  </message>
  <message>
   <source>Save best above</source>
   <translation>最佳检查点门槛</translation>
  </message>
  <message>
   <source>Test accuracy (0-1) from which best.pth is saved</source>
   <translation>测试准确率 (0-1) 达到此值后才保存 best.pth</translation>
  </message>
  <message>
   <source>0.97, as in the notes; 0 keeps the best epoch of every run</source>
   <translation>0.97，与讲义相同；设为 0 则每次训练都保存最佳轮次</translation>
  </message>
  <message>
   <source>Keep a checkpoint of each epoch</source>
   <translation>保存每轮的检查点</translation>
  </message>
  <message>
   <source>epoch-01.pth, epoch-02.pth and so on, beside last.pth and best.pth</source>
   <translation>epoch-01.pth、epoch-02.pth 等，与 last.pth 和 best.pth 放在一起</translation>
  </message>
  <message>
   <source>On, to compare epochs in Layers or to go back to one of them</source>
   <translation>需要在“网络层”中比较各轮或回到其中某一轮时开启</translation>
  </message>
  <message>
   <source>Side of the pictures in pixels; 0: the dataset's own, 32 of a folder</source>
   <translation>图片边长，单位为像素；0：数据集默认，文件夹为 32</translation>
  </message>
  <message>
   <source>32 to 64 for photographs: twice the side takes about four times as long</source>
   <translation>照片用 32 到 64：边长加倍，时间约为四倍</translation>
  </message>
  <message>
   <source> px</source>
   <translation> px</translation>
  </message>
  <message>
   <source>grey</source>
   <translation>灰度</translation>
  </message>
  <message>
   <source>colour</source>
   <translation>彩色</translation>
  </message>
  <message>
   <source>Colour</source>
   <translation>颜色</translation>
  </message>
  <message>
   <source>Whether the pictures become grey or coloured</source>
   <translation>图片转为灰度还是彩色</translation>
  </message>
  <message>
   <source>grey where colour says nothing about the class: there is less to learn</source>
   <translation>颜色与类别无关时用灰度：要学的内容更少</translation>
  </message>
  <message>
   <source>Mean</source>
   <translation>均值</translation>
  </message>
  <message>
   <source>Mean of the normalisation (0-1 scale): a number, or three for colour</source>
   <translation>归一化的均值（0-1 范围）：一个数，彩色为三个</translation>
  </message>
  <message>
   <source>Leave it empty; 0 here and 1 for Std, to see training without normalisation</source>
   <translation>留空；此处设为 0、“标准差”设为 1，可看到没有归一化的训练</translation>
  </message>
  <message>
   <source>Std</source>
   <translation>标准差</translation>
  </message>
  <message>
   <source>Standard deviation of the normalisation (0-1 scale): a number, or three for colour</source>
   <translation>归一化的标准差（0-1 范围）：一个数，彩色为三个</translation>
  </message>
  <message>
   <source>Leave it empty; 1 here and 0 for Mean, to see training without normalisation</source>
   <translation>留空；此处设为 1、“均值”设为 0，可看到没有归一化的训练</translation>
  </message>
  <message>
   <source>none</source>
   <translation>无</translation>
  </message>
  <message>
   <source>rotate, shift, scale</source>
   <translation>旋转、平移、缩放</translation>
  </message>
  <message>
   <source>elastic</source>
   <translation>弹性变形</translation>
  </message>
  <message>
   <source>flip, crop, erase</source>
   <translation>翻转、裁剪、擦除</translation>
  </message>
  <message>
   <source>Augmentation</source>
   <translation>数据增强</translation>
  </message>
  <message>
   <source>Random changes of the training pictures, quick to compute</source>
   <translation>对训练图片的随机变化，计算很快</translation>
  </message>
  <message>
   <source>rotate, shift, scale for digits, flip, crop, erase for photographs: a flipped 2 is not a digit</source>
   <translation>数字用“旋转、平移、缩放”，照片用“翻转、裁剪、擦除”：翻转的 2 不是数字</translation>
  </message>
  <message>
   <source>augmentation</source>
   <translation>数据增强</translation>
  </message>
  <message>
   <source>Transforms</source>
   <translation>变换</translation>
  </message>
  <message>
   <source>Random transforms of torchvision for the training pictures</source>
   <translation>torchvision 的随机变换，用于训练图片</translation>
  </message>
  <message>
   <source>A rotation by 10 degrees, or a crop with padding 4; the preview shows whether the class can still be told</source>
   <translation>旋转 10 度，或填充为 4 的裁剪；从预览可看出类别是否仍能辨认</translation>
  </message>
  <message>
   <source>transforms</source>
   <translation>变换</translation>
  </message>
  <message>
   <source>Test fraction</source>
   <translation>测试比例</translation>
  </message>
  <message>
   <source>Share of each class kept for testing where the folder has no test part</source>
   <translation>文件夹没有测试部分时，每个类别留作测试的比例</translation>
  </message>
  <message>
   <source>0.2; more where the accuracy jumps because there are few pictures to test on</source>
   <translation>0.2；测试图片太少、使准确率跳动时增大</translation>
  </message>
  <message>
   <source>Split seed</source>
   <translation>划分的随机种子</translation>
  </message>
  <message>
   <source>Decides which pictures are kept for testing</source>
   <translation>决定哪些图片留作测试</translation>
  </message>
  <message>
   <source>Others, to see how much the accuracy depends on which pictures are tested</source>
   <translation>换用其他值，看看准确率在多大程度上取决于测试哪些图片</translation>
  </message>
  <message>
   <source>by the folders' names</source>
   <translation>根据文件夹名称</translation>
  </message>
  <message>
   <source>handwriting: lines on paper</source>
   <translation>手写：纸上的线条</translation>
  </message>
  <message>
   <source>one bright thing on black</source>
   <translation>黑底上的一个明亮物体</translation>
  </message>
  <message>
   <source>whole pictures as they are</source>
   <translation>整张图片，不作处理</translation>
  </message>
  <message>
   <source>Contents</source>
   <translation>内容</translation>
  </message>
  <message>
   <source>What the pictures show; by the names: ink where the folders are called 0-9</source>
   <translation>图片显示的内容；根据名称：文件夹名为 0-9 时为笔迹</translation>
  </message>
  <message>
   <source>What the names say; whole pictures for photographs</source>
   <translation>根据文件夹名称；照片用整张图片</translation>
  </message>
  <message>
   <source>random weights</source>
   <translation>随机权重</translation>
  </message>
  <message>
   <source>Initial weights</source>
   <translation>初始权重</translation>
  </message>
  <message>
   <source>Random, or those in a file of the same network</source>
   <translation>随机，或取自同一网络的文件</translation>
  </message>
  <message>
   <source>A file, to go on from what a network knows already, with a tenth of the learning rate</source>
   <translation>选择文件，在网络已学内容的基础上继续，学习率取十分之一</translation>
  </message>
  <message>
   <source>Layers</source>
   <translation>网络层</translation>
  </message>
  <message>
   <source>The layers of the network, in order</source>
   <translation>网络的各层，按顺序</translation>
  </message>
  <message>
   <source>One layer more or fewer at a time, and watch the parameters and the test accuracy</source>
   <translation>每次增减一层，并观察参数量和测试准确率</translation>
  </message>
  <message>
   <source>Freeze the body</source>
   <translation>冻结主干</translation>
  </message>
  <message>
   <source>Only the last layer learns; the others stay as they are</source>
   <translation>只训练最后一层；其他层保持不变</translation>
  </message>
  <message>
   <source>On, with weights from a file and few pictures of your own</source>
   <translation>权重取自文件且自己的图片很少时开启</translation>
  </message>
  <message>
   <source>only the last layer learns</source>
   <translation>只训练最后一层</translation>
  </message>
  <message>
   <source>LR multipliers</source>
   <translation>学习率倍数</translation>
  </message>
  <message>
   <source>Layers, and what multiplies the learning rate in them; 0 freezes a layer</source>
   <translation>各层及其学习率乘以的倍数；0 表示冻结该层</translation>
  </message>
  <message>
   <source>features = 0.1 with weights from a file: the first layers need to change least</source>
   <translation>权重取自文件时设 features = 0.1：前面的层需要改变得最少</translation>
  </message>
  <message>
   <source>such as features = 0.1, classifier = 1</source>
   <translation>例如 features = 0.1, classifier = 1</translation>
  </message>
  <message>
   <source>The setting {setting} must be a table of at most {most} names and numbers.</source>
   <translation>设置 {setting} 必须是最多有 {most} 个名称和数的表。</translation>
  </message>
  <message>
   <source>The setting {setting} must be a list of at most {most} tables.</source>
   <translation>设置 {setting} 必须是最多有 {most} 个表的列表。</translation>
  </message>
  <message>
   <source>The {key} {text} are neither TOML nor a TOML file: {why}.</source>
   <translation>{key} 的 {text} 既不是 TOML，也不是 TOML 文件：{why}。</translation>
  </message>
  <message>
   <source>such as [{name = "RandomCrop", padding = 4}], or a TOML file</source>
   <translation>例如 [{name = "RandomCrop", padding = 4}]，或 TOML 文件</translation>
  </message>
  <message>
   <source>such as [{layer = "flatten"}, {layer = "linear"}], or a TOML file</source>
   <translation>例如 [{layer = "flatten"}, {layer = "linear"}]，或 TOML 文件</translation>
  </message>
  <message>
   <source>{path} is too large for a recipe; choose another file.</source>
   <translation>{path} 太大，不会是训练方案；请选择其他文件。</translation>
  </message>
  <message>
   <source>{path} is not a TOML file: {why}.</source>
   <translation>{path} 不是 TOML 文件：{why}。</translation>
  </message>
  <message>
   <source>{path} cannot be used: {why}</source>
   <translation>无法使用 {path}：{why}</translation>
  </message>
  <message>
   <source>It names no network; add network = "quick", or {base} = "quick" to begin with a preset ({known}).</source>
   <translation>其中没有指定网络；请添加 network = "quick"，或添加 {base} = "quick" 以从预设（{known}）开始。</translation>
  </message>
  <message>
   <source>digitpad's own file {name} is missing; install digitpad again.</source>
   <translation>digitpad 自带的文件 {name} 不见了；请重新安装 digitpad。</translation>
  </message>
  <message>
   <source>from 0 to {top} over {count} examples</source>
   <translation>从 0 到 {top}，共 {count} 个样本</translation>
  </message>
  <message>
   <source>The device '{name}' is not available here; choose one of {known}.</source>
   <translation>设备“{name}”在此不可用；请从 {known} 中选择。</translation>
  </message>
  <message>
   <source>From step {step} on: {setting} {after} instead of {before}.</source>
   <translation>从第 {step} 步起：{setting} 由 {before} 改为 {after}。</translation>
  </message>
  <message>
   <source>The new optimiser starts without the averages (momentum) of the old one.</source>
   <translation>新的优化器从头开始，不带原优化器的滑动平均（动量）。</translation>
  </message>
  <message>
   <source>The schedule {schedule} takes over at this place of the run: the learning rate goes on at {now} instead of {was}.</source>
   <translation>学习率调度 {schedule} 从训练的当前位置开始接管：学习率接下来为 {now}，而不是 {was}。</translation>
  </message>
  <message>
   <source>The schedule {schedule} does not depend on the number of epochs; the learning rate goes on at {now}.</source>
   <translation>学习率调度 {schedule} 与轮数无关；学习率接下来为 {now}。</translation>
  </message>
  <message>
   <source>The schedule {schedule} is stretched from {old} to {new} epochs: the learning rate goes on at {now} instead of {was}, and the steps so far had other rates than a run of {new} epochs begins with.</source>
   <translation>学习率调度 {schedule} 从 {old} 轮延长到 {new} 轮：学习率接下来为 {now}，而不是 {was}，而且之前各步的学习率与一开始就训练 {new} 轮时不同。</translation>
  </message>
  <message>
   <source>Best so far kept as {path}</source>
   <translation>目前最好的权重保存在 {path}</translation>
  </message>
  <message>
   <source>Finished; saved as {path}</source>
   <translation>已完成，保存在 {path}</translation>
  </message>
  <message>
   <source>Finished</source>
   <translation>已完成</translation>
  </message>
  <message>
   <source>Stopped; saved as {path}</source>
   <translation>已停止，保存在 {path}</translation>
  </message>
  <message>
   <source>Stopped</source>
   <translation>已停止</translation>
  </message>
  <message>
   <source>Another digitpad trains in {folder} now; stop it there, or choose another folder.</source>
   <translation>另一个 digitpad 正在 {folder} 中训练；请先停止它，或选择其他文件夹。</translation>
  </message>
  <message>
   <source>The earlier run in {folder} could not be moved aside: {why}. Choose another folder.</source>
   <translation>无法移走 {folder} 中之前的训练记录：{why}。请选择其他文件夹。</translation>
  </message>
  <message>
   <source>The folder {folder} could not be made: {why}. Choose another one.</source>
   <translation>无法创建文件夹 {folder}：{why}。请选择其他文件夹。</translation>
  </message>
  <message>
   <source>{why} Going on from the one before, {before}.</source>
   <translation>{why}将从前一个文件 {before} 继续。</translation>
  </message>
  <message>
   <source>The samples could not be read any more; the network stays as it was.</source>
   <translation>样本已无法读取；网络保持不变。</translation>
  </message>
  <message>
   <source>This network does not read the digits 0 to 9 in 28x28 grey, so it cannot be taught own samples.</source>
   <translation>此网络不识别 28x28 灰度的数字 0 到 9，因此不能用“我的样本”教它。</translation>
  </message>
  <message>
   <source>None of the {count} own samples could be read ({why}); put pictures of digits there.</source>
   <translation>“我的样本”中的 {count} 个样本都无法读取（{why}）；请放入数字图片。</translation>
  </message>
  <message>
   <source>There are no own samples to learn from: draw a digit and press the key of what it was.</source>
   <translation>“我的样本”中没有可学习的样本：请画一个数字，并按下对应的数字键。</translation>
  </message>
  <message>
   <source>Teaching diverged: the loss is not finite. The network stays as it was.</source>
   <translation>教学发散：损失不是有限数。网络保持不变。</translation>
  </message>
  <message>
   <source>training loss</source>
   <translation>训练损失</translation>
  </message>
  <message>
   <source>test loss</source>
   <translation>测试损失</translation>
  </message>
  <message>
   <source>epoch</source>
   <translation>轮次</translation>
  </message>
  <message>
   <source>examples seen</source>
   <translation>已学样本数</translation>
  </message>
  <message>
   <source>test accuracy</source>
   <translation>测试准确率</translation>
  </message>
  <message>
   <source>{path} is not a run's folder: it has no last.pth. A folder of pictures is chosen as the dataset in the Training tab.</source>
   <translation>{path} 不是训练记录的文件夹：其中没有 last.pth。图片文件夹应在“训练”标签页中选为数据集。</translation>
  </message>
  <message>
   <source>{path} is not there any more.</source>
   <translation>{path} 已不存在。</translation>
  </message>
  <message>
   <source>A run's name is one line of at most {most} characters.</source>
   <translation>训练记录的名称应为一行，最多 {most} 个字符。</translation>
  </message>
  <message>
   <source>Notes have at most {most} characters.</source>
   <translation>备注最多 {most} 个字符。</translation>
  </message>
  <message>
   <source>Another digitpad trains in {folder} now; stop it there before the run is deleted.</source>
   <translation>另一个 digitpad 正在 {folder} 中训练；请先停止它，再删除这条训练记录。</translation>
  </message>
  <message>
   <source>{path} could not be deleted: {why}.</source>
   <translation>无法删除 {path}：{why}。</translation>
  </message>
  <message>
   <source>{path} could not be brought back: {why}.</source>
   <translation>无法恢复 {path}：{why}。</translation>
  </message>
  <message>
   <source>All layers are frozen, so nothing can learn; give one a rate above 0.</source>
   <translation>所有层都已冻结，因此无法学习；请将其中一层的学习率设为大于 0。</translation>
  </message>
  <message>
   <source>The network {network} has no layer '{name}'{hint}; it has {known}.</source>
   <translation>网络 {network} 没有层“{name}”{hint}；它有 {known}。</translation>
  </message>
  <message>
   <source>The optimiser's state is of another network.</source>
   <translation>优化器的状态属于其他网络。</translation>
  </message>
  <message>
   <source>The loss rose from {before} to {after}, most often because the learning rate ({rate}) is too large. Train again with a smaller one.</source>
   <translation>损失从 {before} 上升到 {after}，最常见的原因是学习率（{rate}）太大。请用更小的学习率重新训练。</translation>
  </message>
  <message>
   <source>The normalisation has {numbers} numbers and the pictures have {channels} channels; give one number, or one for each channel.</source>
   <translation>归一化有 {numbers} 个数，而图片有 {channels} 个通道；请给出一个数，或每个通道一个数。</translation>
  </message>
  <message>
   <source>Interrupted; to go on: {call}</source>
   <translation>已中断；要继续，请运行：{call}</translation>
  </message>
  <message>
   <source>the network gives no finite scores</source>
   <translation>网络给出的分数不是有限数</translation>
  </message>
  <message>
   <source>This run writes no files.</source>
   <translation>此训练不写入文件。</translation>
  </message>
  <message>
   <source>Training diverged: {what}, most often because the learning rate ({rate:g}) is too large. Train again with a smaller one.</source>
   <translation>训练发散：{what}，最常见的原因是学习率（{rate:g}）太大。请用更小的学习率重新训练。</translation>
  </message>
  <message>
   <source>Training diverged: {what}, most often because the learning rate ({rate:g}) is too large. {path} keeps the last good state: resume it with a smaller one.</source>
   <translation>训练发散：{what}，最常见的原因是学习率（{rate:g}）太大。{path} 保存了最后一个正常的状态：请用更小的学习率从它继续训练。</translation>
  </message>
  <message>
   <source>The precision has to be chosen before the code can be shown.</source>
   <translation>选择精度之后才能显示代码。</translation>
  </message>
  <message>
   <source>The normalisation has to be chosen before the code can be shown.</source>
   <translation>选择归一化之后才能显示代码。</translation>
  </message>
  <message>
   <source>{path} keeps weights but no training state, so it cannot be resumed; choose a run's last.pth.</source>
   <translation>{path} 中有权重，但没有训练状态，因此无法继续训练；请选择训练记录的 last.pth。</translation>
  </message>
  <message>
   <source>{path} keeps its optimiser's state itself; leave the other file out.</source>
   <translation>{path} 自带优化器的状态；请去掉另一个文件。</translation>
  </message>
  <message>
   <source>The run in {path} follows the recipe {stored}, not {given}; leave that out to resume it.</source>
   <translation>{path} 中的训练采用训练方案 {stored}，而不是 {given}；要继续训练，请去掉该方案。</translation>
  </message>
  <message>
   <source>This run has finished; only its best.pth is still to be written.</source>
   <translation>此训练已完成；只剩 best.pth 需要写入。</translation>
  </message>
  <message>
   <source>The run goes on in {folder}.</source>
   <translation>训练将在 {folder} 中继续。</translation>
  </message>
  <message>
   <source>{path} was passed over ({why}).</source>
   <translation>已跳过 {path}（{why}）。</translation>
  </message>
  <message>
   <source>{count} files were passed over, the first: {path} ({why}).</source>
   <translation>已跳过 {count} 个文件，第一个是 {path}（{why}）。</translation>
  </message>
  <message>
   <source>The training state in this file cannot be read.</source>
   <translation>此文件中的训练状态无法读取。</translation>
  </message>
  <message>
   <source>This run is already in epoch {next}; ask for {next} epochs or more.</source>
   <translation>此训练已进行到第 {next} 轮；请将轮次设为 {next} 或更多。</translation>
  </message>
  <message>
   <source>This run has finished {done} of {done} epochs; ask for more than {done} to train it further.</source>
   <translation>此训练已完成 {done} 轮中的 {done} 轮；要继续训练，请将轮次设为大于 {done} 的数。</translation>
  </message>
  <message>
   <source>The training set has {count} pictures, fewer than a batch ({size}), and an incomplete batch is dropped; choose a smaller batch size, or turn drop last off.</source>
   <translation>训练集有 {count} 张图片，不足一批（{size}），而不完整的批会被丢弃；请选择更小的批大小，或关闭“丢弃最后一批”。</translation>
  </message>
  <message>
   <source>This file keeps weights but no training state, so it cannot be resumed.</source>
   <translation>此文件中有权重，但没有训练状态，因此无法继续训练。</translation>
  </message>
  <message>
   <source>The run was trained on {was} pictures and the dataset here has {now}; choose the folder it was trained with.</source>
   <translation>此训练使用 {was} 张图片，而这里的数据集有 {now} 张；请选择当时训练所用的文件夹。</translation>
  </message>
  <message>
   <source>The run was trained on pictures of {was} and the dataset here has {now}; choose the folder it was trained with.</source>
   <translation>此训练使用的图片为 {was}，而这里的数据集为 {now}；请选择当时训练所用的文件夹。</translation>
  </message>
  <message>
   <source>The pictures have other classes than when the run was trained: some were moved or replaced. Put them back, or start a new run with the weights of this one.</source>
   <translation>图片的类别与训练时不同：部分图片被移动或替换过。请将其放回，或用此训练的权重开始新的训练。</translation>
  </message>
  <message>
   <source>The training state cannot be resumed: {why}.</source>
   <translation>训练状态无法继续：{why}。</translation>
  </message>
  <message>
   <source>The run cannot begin with these files: {why}.</source>
   <translation>无法用这些文件开始训练：{why}。</translation>
  </message>
  <message>
   <source>The run begins with all weights of {file}.</source>
   <translation>训练从 {file} 的全部权重开始。</translation>
  </message>
  <message>
   <source>The run begins with the weights of {file}; those of its classes ({layers}) are random.</source>
   <translation>训练从 {file} 的权重开始；分类头（{layers}）的权重是随机的。</translation>
  </message>
  <message>
   <source>{path} keeps no run.</source>
   <translation>{path} 中没有训练记录。</translation>
  </message>
  <message>
   <source>{path} cannot be shown: {why}</source>
   <translation>无法显示 {path}：{why}</translation>
  </message>
  <message>
   <source>TensorBoard is not installed; install it with: pip install 'digitpad[tensorboard]'.</source>
   <translation>TensorBoard 未安装；请用以下命令安装：pip install 'digitpad[tensorboard]'。</translation>
  </message>
  <message>
   <source>{folder} could not be written to for TensorBoard: {why}.</source>
   <translation>无法为 TensorBoard 写入 {folder}：{why}。</translation>
  </message>
  <message>
   <source>the loss became {value} in step {step}</source>
   <translation>损失在第 {step} 步变为 {value}</translation>
  </message>
  <message>
   <source>the test loss became {value}</source>
   <translation>测试损失变为 {value}</translation>
  </message>
  <message>
   <source>A new run of the recipe {recipe} begins with the weights of {source}; normalisation mean {mean}, std {std} ({origin}).</source>
   <translation>用 {source} 的权重开始训练方案 {recipe} 的新训练；归一化均值 {mean}，标准差 {std}（{origin}）。</translation>
  </message>
  <message>
   <source>It goes on with the saved averages (momentum) of {optimizer}, learning rate {rate:g}.</source>
   <translation>训练沿用保存的 {optimizer} 的滑动平均（动量），学习率 {rate:g}。</translation>
  </message>
  <message>
   <source>Layers have rates of their own: {rates}.</source>
   <translation>部分层有自己的学习率：{rates}。</translation>
  </message>
  <message>
   <source>The saved optimiser was set in ways that this one does not follow: {differences}.</source>
   <translation>保存的优化器有一些设置是当前优化器不采用的：{differences}。</translation>
  </message>
  <message>
   <source>No optimizer.pth lies beside it, so its momentum starts from zero; to go on with the saved one, name that file ({way}).</source>
   <translation>旁边没有 optimizer.pth，因此动量从零开始；要沿用保存的动量，请指定该文件（{way}）。</translation>
  </message>
  <message>
   <source>Resume, Choose optimizer.pth…</source>
   <translation>继续训练 &gt; 选择 optimizer.pth…</translation>
  </message>
  <message>
   <source>{path} holds a network {network} and the recipe {recipe} trains {other}; choose another recipe.</source>
   <translation>{path} 中的网络是 {network}，而训练方案 {recipe} 训练的是 {other}；请选择其他训练方案。</translation>
  </message>
  <message>
   <source>{path} has {count} classes and {dataset} has {others}; choose a dataset with {count} classes, or begin with all its layers but those of its classes: {way}.</source>
   <translation>{path} 有 {count} 个类别，而 {dataset} 有 {others} 个；请选择有 {count} 个类别的数据集，或用除分类头以外的所有层开始：{way}。</translation>
  </message>
  <message>
   <source>Initial weights instead of Resume</source>
   <translation>用“初始权重”代替“继续训练”</translation>
  </message>
  <message>
   <source>{path} takes {form} {kind} pictures and these are {other} {others}; set picture size {size} and colour {kind}, or leave both out.</source>
   <translation>{path} 接受 {form} 的{kind}图片，而这些是 {other} 的{others}图片；请将图片尺寸设为 {size}、颜色设为{kind}，或两者都不设置。</translation>
  </message>
  <message>
   <source>neither DISPLAY nor WAYLAND_DISPLAY is set</source>
   <translation>DISPLAY 和 WAYLAND_DISPLAY 都没有设置</translation>
  </message>
  <message>
   <source>there is no display to open the window on ({why}). Without a screen, use the commands, for example: {program} predict PICTURE.png</source>
   <translation>没有可以打开窗口的显示器（{why}）。没有屏幕时请用命令，例如：{program} predict PICTURE.png</translation>
  </message>
  <message>
   <source>The folder {path} could not be made.</source>
   <translation>无法创建文件夹 {path}。</translation>
  </message>
  <message>
   <source>No program opens folders here; it is {path}.</source>
   <translation>此系统没有可打开文件夹的程序；路径为 {path}。</translation>
  </message>
  <message>
   <source>the window needs system libraries that are missing here: {libraries}. Install them with '{command}'. The commands work without, for example: {program} predict PICTURE.png</source>
   <translation>打开窗口所需的系统库在这里缺少：{libraries}。请用“{command}”安装。不装也可以使用命令，例如：{program} predict PICTURE.png</translation>
  </message>
  <message>
   <source>the window needs system libraries that are missing here: {libraries}. Install the packages that have them. The commands work without, for example: {program} predict PICTURE.png</source>
   <translation>打开窗口所需的系统库在这里缺少：{libraries}。请安装包含它们的软件包。不装也可以使用命令，例如：{program} predict PICTURE.png</translation>
  </message>
  <message>
   <source>PySide6, which draws the window, cannot be loaded ({why}). Install it again with 'python -m pip install --force-reinstall PySide6-Essentials'. The commands work without, for example: {program} predict PICTURE.png</source>
   <translation>绘制窗口的 PySide6 无法加载（{why}）。请用“python -m pip install --force-reinstall PySide6-Essentials”重新安装。不用窗口也可以使用命令，例如：{program} predict PICTURE.png</translation>
  </message>
  <message>
   <source>The argument is empty; name a file or a folder.</source>
   <translation>参数为空；请给出一个文件或文件夹。</translation>
  </message>
  <message>
   <source>'{word}' is neither a command nor a file; see '{program} --help'.</source>
   <translation>“{word}”既不是命令，也不是文件；请看“{program} --help”。</translation>
  </message>
  <message>
   <source>A run is training; stop it first.</source>
   <translation>训练正在进行；请先停止。</translation>
  </message>
  <message>
   <source>There are {rows} rows in the text; this example has one</source>
   <translation>文本中有 {rows} 行；此示例只有一行</translation>
  </message>
  <message>
   <source>{name}: {why}</source>
   <translation>{name}：{why}</translation>
  </message>
  <message>
   <source>Synthetic</source>
   <translation>合成数字</translation>
  </message>
  <message>
   <source>Handwriting</source>
   <translation>手写笔迹</translation>
  </message>
  <message>
   <source>{count:,} pictures.</source>
   <translation>{count:,} 张图片。</translation>
  </message>
  <message>
   <source>The network knows none of these {count} classes.</source>
   <translation>这 {count} 个类别网络都不认识。</translation>
  </message>
  <message>
   <source>{share:.2f} % of {count:,} read right, {wrong:,} wrong. Average loss {loss:.4f}.</source>
   <translation>{count:,} 张中 {share:.2f} % 识别正确，{wrong:,} 张错误。平均损失 {loss:.4f}。</translation>
  </message>
  <message>
   <source>The network knows {known} of the {count} classes.</source>
   <translation>网络认识 {count} 个类别中的 {known} 个。</translation>
  </message>
  <message>
   <source>Another network reads the pad now: read them again.</source>
   <translation>画板现在使用另一个网络识别：请重新识别全部图片。</translation>
  </message>
  <message>
   <source>The layers of this network cannot be shown: {why}.</source>
   <translation>无法显示此网络的各层：{why}。</translation>
  </message>
  <message>
   <source>'{condition}' is not a condition; write one such as epochs &gt;= 2, not paused or strokes grows</source>
   <translation>“{condition}”不是条件；请写成例如 epochs &gt;= 2、not paused 或 strokes grows</translation>
  </message>
  <message>
   <source>there is not a fact '{name}'{hint}</source>
   <translation>没有名为“{name}”的事实{hint}</translation>
  </message>
  <message>
   <source>'{value}' is not a value; write a number, a text in quotes, true or false</source>
   <translation>“{value}”不是一个值；请写数字、带引号的文本、true 或 false</translation>
  </message>
  <message>
   <source>{path} is too large to be a lesson.</source>
   <translation>{path} 太大，不可能是课程。</translation>
  </message>
  <message>
   <source>{path} is not a lesson: it needs a title and steps.</source>
   <translation>{path} 不是课程：需要有 title 和 steps。</translation>
  </message>
  <message>
   <source>{path} is not a lesson: its title has 1 to {count} characters.</source>
   <translation>{path} 不是课程：title 应有 1 到 {count} 个字符。</translation>
  </message>
  <message>
   <source>{path}, step {number}: {why}.</source>
   <translation>{path}，第 {number} 步：{why}。</translation>
  </message>
  <message>
   <source>a step is a table of texts</source>
   <translation>一个步骤应是由文本组成的表</translation>
  </message>
  <message>
   <source>it has '{name}', and a step has say or ask, show, until, answer and tab</source>
   <translation>其中有“{name}”，而步骤只能有 say 或 ask、show、until、answer 和 tab</translation>
  </message>
  <message>
   <source>it says nothing: write say or ask</source>
   <translation>没有内容：请写 say 或 ask</translation>
  </message>
  <message>
   <source>a step has at most {count} characters; make two of it</source>
   <translation>一个步骤最多 {count} 个字符；请拆成两步</translation>
  </message>
  <message>
   <source>a question has ask and answer</source>
   <translation>问题需要有 ask 和 answer</translation>
  </message>
  <message>
   <source>there is not a tab '{name}'{hint}</source>
   <translation>没有名为“{name}”的选项卡{hint}</translation>
  </message>
  <message>
   <source>its answer cannot be filled in: {why}</source>
   <translation>无法填写其答案：{why}</translation>
  </message>
  <message>
   <source>its answer has more than names in braces; write {example}</source>
   <translation>答案的花括号里只能是名称；请写成 {example}</translation>
  </message>
  <message>
   <source>there is not a fact '{name}' for its answer</source>
   <translation>答案中的事实“{name}”不存在</translation>
  </message>
  <message>
   <source>Something went wrong in digitpad ({error}); your drawing and your runs are kept.</source>
   <translation>digitpad 内部出错（{error}）；您的绘图和训练记录均已保留。</translation>
  </message>
  <message>
   <source>Something went wrong in digitpad ({error}); your drawing and your runs are kept. The log says more: {log}.</source>
   <translation>digitpad 内部出错（{error}）；您的绘图和训练记录均已保留。详情见日志：{log}。</translation>
  </message>
  <message>
   <source>There is no network to save yet.</source>
   <translation>还没有可保存的网络。</translation>
  </message>
  <message>
   <source>A file is being written; save again when it is done.</source>
   <translation>正在写入文件；请在完成后再保存。</translation>
  </message>
  <message>
   <source>There is a picture on the pad, not a drawing; draw something first.</source>
   <translation>画板上是图片，不是绘图；请先画点内容。</translation>
  </message>
  <message>
   <source>This could not be read: {why}.</source>
   <translation>无法识别：{why}。</translation>
  </message>
  <message>
   <source>The network is still loading; try again in a moment.</source>
   <translation>网络仍在加载；请稍后再试。</translation>
  </message>
  <message>
   <source>This run is training; stop it before you delete it.</source>
   <translation>此训练正在进行；请先停止再删除。</translation>
  </message>
  <message>
   <source>Teaching stopped: {why}.</source>
   <translation>教学已停止：{why}。</translation>
  </message>
  <message>
   <source>The network is being taught your samples; train when that has ended.</source>
   <translation>正在用“我的样本”教网络；请等教学结束后再训练。</translation>
  </message>
  <message>
   <source>{path} does not answer, as where a network drive has gone; choose a file on this computer, or try again later.</source>
   <translation>{path} 没有响应，可能是网络驱动器已断开；请选择本机上的文件，或稍后再试。</translation>
  </message>
  <message>
   <source>PyTorch could not be loaded ({why}). Install it again: see README, Install.</source>
   <translation>无法加载 PyTorch（{why}）。请重新安装：参阅 README 中的 Install。</translation>
  </message>
  <message>
   <source>This did not work: {why}.</source>
   <translation>操作未成功：{why}。</translation>
  </message>
  <message>
   <source>an error in digitpad, {error}</source>
   <translation>digitpad 内部错误，{error}</translation>
  </message>
  <message>
   <source>Training stopped: {why}.</source>
   <translation>训练已停止：{why}。</translation>
  </message>
  <message>
   <source>{folder} holds none of the datasets, so they are still looked for in {before}.</source>
   <translation>{folder} 中没有任何数据集，因此仍在 {before} 中查找。</translation>
  </message>
  <message>
   <source>The settings shown were of the recipe {shown} and the run follows {recipe}, so it goes on as it was saved.</source>
   <translation>显示的设置属于训练方案 {shown}，而此训练采用 {recipe}，因此按保存时的设置继续。</translation>
  </message>
  <message>
   <source>There is no run to resume yet; press Train to start one.</source>
   <translation>还没有可继续的训练；请点击“训练”开始。</translation>
  </message>
  <message>
   <source>The run could not be saved: {why}.</source>
   <translation>训练无法保存：{why}。</translation>
  </message>
  <message>
   <source>The recipe's mean and std do not fit its pictures.</source>
   <translation>训练方案的均值和标准差与其图片不匹配。</translation>
  </message>
  <message>
   <source>There is no augmentation '{name}'.</source>
   <translation>没有名为“{name}”的数据增强。</translation>
  </message>
  <message>
   <source>Random crop</source>
   <translation>随机裁剪</translation>
  </message>
  <message>
   <source>Pads the picture with black and crops it back to its size at a random place.</source>
   <translation>用黑色填充图片四周，再在随机位置裁剪回原尺寸。</translation>
  </message>
  <message>
   <source>Random resized crop</source>
   <translation>随机缩放裁剪</translation>
  </message>
  <message>
   <source>Crops a random part and enlarges it to the whole picture.</source>
   <translation>裁剪随机的一部分，并放大到整张图片。</translation>
  </message>
  <message>
   <source>Horizontal flip</source>
   <translation>水平翻转</translation>
  </message>
  <message>
   <source>Mirrors some pictures left to right. Not suitable for digits.</source>
   <translation>将部分图片左右翻转。不适合数字。</translation>
  </message>
  <message>
   <source>Vertical flip</source>
   <translation>垂直翻转</translation>
  </message>
  <message>
   <source>Mirrors some pictures top to bottom. Not suitable for digits.</source>
   <translation>将部分图片上下翻转。不适合数字。</translation>
  </message>
  <message>
   <source>Random rotation</source>
   <translation>随机旋转</translation>
  </message>
  <message>
   <source>Rotates each picture a little, to either side.</source>
   <translation>将每张图片向任一侧略微旋转。</translation>
  </message>
  <message>
   <source>Rotate, shift, scale, shear</source>
   <translation>旋转、平移、缩放、错切</translation>
  </message>
  <message>
   <source>Rotates, shifts, scales and shears each picture, all at once.</source>
   <translation>对每张图片同时进行旋转、平移、缩放和错切。</translation>
  </message>
  <message>
   <source>Random perspective</source>
   <translation>随机透视</translation>
  </message>
  <message>
   <source>Shows some pictures as if seen from the side.</source>
   <translation>将部分图片显示为如同从侧面看。</translation>
  </message>
  <message>
   <source>Colour jitter</source>
   <translation>颜色抖动</translation>
  </message>
  <message>
   <source>Changes brightness, contrast, saturation and hue of each picture.</source>
   <translation>改变每张图片的亮度、对比度、饱和度和色调。</translation>
  </message>
  <message>
   <source>Random grayscale</source>
   <translation>随机灰度化</translation>
  </message>
  <message>
   <source>Takes the colour out of some pictures.</source>
   <translation>去掉部分图片的颜色。</translation>
  </message>
  <message>
   <source>Random inversion</source>
   <translation>随机反相</translation>
  </message>
  <message>
   <source>Turns some pictures into their negative.</source>
   <translation>将部分图片变为负片。</translation>
  </message>
  <message>
   <source>Gaussian blur</source>
   <translation>高斯模糊</translation>
  </message>
  <message>
   <source>Blurs every picture, as a lens out of focus does.</source>
   <translation>使每张图片模糊，如同镜头没有对焦。</translation>
  </message>
  <message>
   <source>Elastic distortion</source>
   <translation>弹性畸变</translation>
  </message>
  <message>
   <source>Bends lines smoothly, as if the paper were rubber.</source>
   <translation>使线条平滑弯曲，如同纸张是橡胶做的。</translation>
  </message>
  <message>
   <source>Random erasing</source>
   <translation>随机擦除</translation>
  </message>
  <message>
   <source>Blackens a rectangle in some pictures.</source>
   <translation>将部分图片中的一个矩形涂黑。</translation>
  </message>
  <message>
   <source>Trivial augment</source>
   <translation>TrivialAugment</translation>
  </message>
  <message>
   <source>Changes each picture in one of many ways, more or less strongly. There is nothing to set.</source>
   <translation>用多种方式中的一种改变每张图片，程度有强有弱。没有需要设置的内容。</translation>
  </message>
  <message>
   <source>Smallest part</source>
   <translation>最小比例</translation>
  </message>
  <message>
   <source>Rotation up to</source>
   <translation>最大旋转</translation>
  </message>
  <message>
   <source>Shift up to</source>
   <translation>最大平移</translation>
  </message>
  <message>
   <source>Scaling up to</source>
   <translation>最大缩放</translation>
  </message>
  <message>
   <source>Shear up to</source>
   <translation>最大错切</translation>
  </message>
  <message>
   <source>Strength</source>
   <translation>强度</translation>
  </message>
  <message>
   <source>Brightness</source>
   <translation>亮度</translation>
  </message>
  <message>
   <source>Contrast</source>
   <translation>对比度</translation>
  </message>
  <message>
   <source>Saturation</source>
   <translation>饱和度</translation>
  </message>
  <message>
   <source>Hue</source>
   <translation>色调</translation>
  </message>
  <message>
   <source>Sigma</source>
   <translation>Sigma</translation>
  </message>
  <message>
   <source>°</source>
   <translation>°</translation>
  </message>
  <message>
   <source>Picture</source>
   <translation>图片</translation>
  </message>
  <message>
   <source>Resized {width}×{height}</source>
   <translation>缩放到 {width}×{height}</translation>
  </message>
  <message>
   <source>Normalised</source>
   <translation>归一化后</translation>
  </message>
  <message>
   <source>Augmentation: affine</source>
   <translation>数据增强：仿射</translation>
  </message>
  <message>
   <source>Augmentation: elastic</source>
   <translation>数据增强：弹性变形</translation>
  </message>
  <message>
   <source>Augmentation: flip and crop</source>
   <translation>数据增强：翻转和裁剪</translation>
  </message>
  <message>
   <source>There is nothing in it to copy or save yet.</source>
   <translation>其中还没有可复制或保存的内容。</translation>
  </message>
  <message>
   <source>The file could not be written to {path}: {why}. Choose another place.</source>
   <translation>文件无法写入 {path}：{why}。请选择其他位置。</translation>
  </message>
 </context>
 <context>
  <name>Correcting</name>
  <message>
   <source>'{name}' is not a digit from 0 to 9, and your samples are digits.</source>
   <translation>“{name}”不是 0 到 9 的数字，而“我的样本”都是数字。</translation>
  </message>
  <message>
   <source>Your samples are digits, and this network reads other things; load one for digits.</source>
   <translation>“我的样本”都是数字，而此网络识别其他内容；请加载识别数字的网络。</translation>
  </message>
  <message>
   <source>No ink was found in this picture, so there is nothing to keep.</source>
   <translation>此图片中没有找到笔迹，因此没有可保存的内容。</translation>
  </message>
  <message>
   <source>Draw a digit first; then press the key 0 to 9 of what it was.</source>
   <translation>请先画一个数字；然后按下对应的数字键 0 到 9。</translation>
  </message>
  <message>
   <source>Kept as {label} among your samples.</source>
   <translation>已作为 {label} 存入“我的样本”。</translation>
  </message>
  <message>
   <source>It is {label} now, not {before}.</source>
   <translation>现在是 {label}，不再是 {before}。</translation>
  </message>
  <message>
   <source>This drawing is among your samples as {label} already.</source>
   <translation>此绘图已作为 {label} 存在于“我的样本”中。</translation>
  </message>
  <message>
   <source>Teach it now</source>
   <translation>立即教它</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>Taken back.</source>
   <translation>已撤销。</translation>
  </message>
 </context>
 <context>
  <name>CorrectionHint</name>
  <message>
   <source>Wrong? Click its bar, or press 0–9</source>
   <translation>认错了？点击正确的条形，或按 0–9</translation>
  </message>
  <message>
   <source>Click the bar of what it was, or press its key while the pad has the focus: the drawing is kept among your samples, and the network can be taught with them.</source>
   <translation>点击实际类别的条形，或在画板获得焦点时按对应的数字键：绘图会存入“我的样本”，可用来教网络。</translation>
  </message>
 </context>
 <context>
  <name>CurveView</name>
  <message>
   <source>The curve of the function</source>
   <translation>函数曲线</translation>
  </message>
 </context>
 <context>
  <name>DataFolders</name>
  <message>
   <source>Choose a folder…</source>
   <translation>选择文件夹…</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <source>Use the synthetic set</source>
   <translation>使用合成数据集</translation>
  </message>
  <message>
   <source>Folder of pictures…</source>
   <translation>图片文件夹…</translation>
  </message>
  <message>
   <source>The folder that holds the datasets, such as MNIST/raw</source>
   <translation>存放数据集的文件夹，例如 MNIST/raw</translation>
  </message>
  <message>
   <source>Datasets are looked for in {folder}.</source>
   <translation>将在 {folder} 中查找数据集。</translation>
  </message>
  <message>
   <source>A folder with a folder of pictures for each class</source>
   <translation>选择文件夹，其中每个类别一个图片子文件夹</translation>
  </message>
 </context>
 <context>
  <name>DatasetCombo</name>
  <message>
   <source>Choose the folder that holds the datasets</source>
   <translation>选择存放数据集的文件夹</translation>
  </message>
  <message>
   <source>What the dataset holds</source>
   <translation>数据集的内容</translation>
  </message>
  <message>
   <source>Table of pictures (CSV)…</source>
   <translation>图片表格 (CSV)…</translation>
  </message>
  <message>
   <source>Folder of pictures…</source>
   <translation>图片文件夹…</translation>
  </message>
  <message>
   <source>{name} (folder of pictures)</source>
   <translation>{name}（图片文件夹）</translation>
  </message>
  <message>
   <source>{name} (table of pictures)</source>
   <translation>{name}（图片表格）</translation>
  </message>
 </context>
 <context>
  <name>DeletedRuns</name>
  <message>
   <source>&amp;Bring back a deleted run</source>
   <translation>恢复已删除的训练记录(&amp;B)</translation>
  </message>
  <message>
   <source>Delete them for good</source>
   <translation>彻底删除</translation>
  </message>
 </context>
 <context>
  <name>Details</name>
  <message>
   <source>Details</source>
   <translation>详细信息</translation>
  </message>
  <message>
   <source>Copy</source>
   <translation>复制</translation>
  </message>
  <message>
   <source>Copy the details</source>
   <translation>复制详细信息</translation>
  </message>
 </context>
 <context>
  <name>DrawingFiles</name>
  <message>
   <source>&amp;Open drawing…</source>
   <translation>打开绘图(&amp;O)…</translation>
  </message>
  <message>
   <source>Save &amp;drawing…</source>
   <translation>保存绘图(&amp;D)…</translation>
  </message>
  <message>
   <source>{name} holds several drawings; the first is on the pad.</source>
   <translation>{name} 中有多个绘图；画板上是第一个。</translation>
  </message>
  <message>
   <source>Drawings ({patterns});;All files (*)</source>
   <translation>绘图 ({patterns});;所有文件 (*)</translation>
  </message>
  <message>
   <source>Open a drawing</source>
   <translation>打开绘图</translation>
  </message>
  <message>
   <source>Save the drawing</source>
   <translation>保存绘图</translation>
  </message>
  <message>
   <source>Drawings (*.json)</source>
   <translation>绘图 (*.json)</translation>
  </message>
  <message>
   <source>The drawing was saved as {path}.</source>
   <translation>绘图已保存为 {path}。</translation>
  </message>
 </context>
 <context>
  <name>DrawsView</name>
  <message>
   <source>What the network may see of the picture</source>
   <translation>网络可能看到的图片</translation>
  </message>
 </context>
 <context>
  <name>EarlierRun</name>
  <message>
   <source>An earlier run behind the curves</source>
   <translation>在曲线背后显示以前的训练</translation>
  </message>
  <message>
   <source>The run before</source>
   <translation>上一次训练</translation>
  </message>
  <message>
   <source>None</source>
   <translation>无</translation>
  </message>
 </context>
 <context>
  <name>EditorBar</name>
  <message>
   <source>Add a layer below the selected one (Insert)</source>
   <translation>在所选层下方添加一层（Insert）</translation>
  </message>
  <message>
   <source>&amp;Add layer…</source>
   <translation>添加层(&amp;A)…</translation>
  </message>
  <message>
   <source>Replace the list with that of a network, or with an empty one; it can be undone</source>
   <translation>用某个网络的层列表或空列表替换当前列表；可以撤销</translation>
  </message>
  <message>
   <source>&amp;Begin from…</source>
   <translation>选择起点(&amp;B)…</translation>
  </message>
  <message>
   <source>Add a copy below (Ctrl+D)</source>
   <translation>在下方添加副本（Ctrl+D）</translation>
  </message>
  <message>
   <source>&amp;Duplicate</source>
   <translation>创建副本(&amp;D)</translation>
  </message>
  <message>
   <source>Undo the last change (Ctrl+Z)</source>
   <translation>撤销上一次更改（Ctrl+Z）</translation>
  </message>
  <message>
   <source>&amp;Undo</source>
   <translation>撤销(&amp;U)</translation>
  </message>
  <message>
   <source>Redo what was undone (Ctrl+Shift+Z)</source>
   <translation>重做已撤销的更改（Ctrl+Shift+Z）</translation>
  </message>
  <message>
   <source>R&amp;edo</source>
   <translation>重做(&amp;E)</translation>
  </message>
 </context>
 <context>
  <name>ExamplePage</name>
  <message>
   <source>Output</source>
   <translation>输出</translation>
  </message>
  <message>
   <source>What the output comes to</source>
   <translation>输出的结果</translation>
  </message>
  <message>
   <source>What does not fit</source>
   <translation>不匹配的内容</translation>
  </message>
  <message>
   <source>The arithmetic of the chosen number</source>
   <translation>所选数的计算过程</translation>
  </message>
  <message>
   <source>The example</source>
   <translation>示例</translation>
  </message>
  <message>
   <source>Correct the number that is marked.</source>
   <translation>请更正标出的数。</translation>
  </message>
 </context>
 <context>
  <name>ExploreController</name>
  <message>
   <source>My samples</source>
   <translation>我的样本</translation>
  </message>
  <message>
   <source>{name}, test set</source>
   <translation>{name}，测试集</translation>
  </message>
  <message>
   <source>{name}, training set (a minute)</source>
   <translation>{name}，训练集（需一分钟）</translation>
  </message>
  <message>
   <source>{name}, training set</source>
   <translation>{name}，训练集</translation>
  </message>
  <message>
   <source>A folder with a folder of pictures for each class</source>
   <translation>选择文件夹，其中每个类别一个图片子文件夹</translation>
  </message>
  <message>
   <source>Loading…</source>
   <translation>正在加载…</translation>
  </message>
  <message>
   <source>There are no pictures in it yet.</source>
   <translation>其中还没有图片。</translation>
  </message>
  <message>
   <source>{name} is not on this computer yet.</source>
   <translation>{name} 还不在此计算机上。</translation>
  </message>
  <message>
   <source>Download it ({size} MB)</source>
   <translation>下载（{size} MB）</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <source>No pictures were loaded.</source>
   <translation>没有加载图片。</translation>
  </message>
  <message>
   <source>Load them</source>
   <translation>加载图片</translation>
  </message>
  <message>
   <source>No network is loaded. Load a .pth file or train one.</source>
   <translation>没有加载网络。请加载 .pth 文件，或训练一个网络。</translation>
  </message>
  <message>
   <source>Reading… %p %</source>
   <translation>正在识别… %p %</translation>
  </message>
  <message>
   <source>Picture {number:,}</source>
   <translation>图片 {number:,}</translation>
  </message>
 </context>
 <context>
  <name>ExploreTab</name>
  <message>
   <source>PyTorch is being loaded…</source>
   <translation>正在加载 PyTorch…</translation>
  </message>
  <message>
   <source>Dataset</source>
   <translation>数据集</translation>
  </message>
  <message>
   <source>&amp;Read them all</source>
   <translation>全部识别(&amp;R)</translation>
  </message>
  <message>
   <source>Let the network read all of them</source>
   <translation>用网络识别全部图片</translation>
  </message>
  <message>
   <source>Let the network that reads the pad read all of them</source>
   <translation>用画板所用的网络识别全部图片</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Progress</source>
   <translation>进度</translation>
  </message>
  <message>
   <source>Results</source>
   <translation>结果</translation>
  </message>
  <message>
   <source>Why no pictures are shown</source>
   <translation>没有显示图片的原因</translation>
  </message>
  <message>
   <source>Get the dataset</source>
   <translation>获取数据集</translation>
  </message>
  <message>
   <source>Folder of pictures…</source>
   <translation>图片文件夹…</translation>
  </message>
  <message>
   <source>There are no such pictures.</source>
   <translation>没有这样的图片。</translation>
  </message>
 </context>
 <context>
  <name>ExportMenu</name>
  <message>
   <source>&amp;Copy picture</source>
   <translation>复制图片(&amp;C)</translation>
  </message>
  <message>
   <source>Save as &amp;PNG…</source>
   <translation>另存为 PNG(&amp;P)…</translation>
  </message>
  <message>
   <source>Save as &amp;SVG…</source>
   <translation>另存为 SVG(&amp;S)…</translation>
  </message>
  <message>
   <source>Picture (*.png)</source>
   <translation>图片 (*.png)</translation>
  </message>
  <message>
   <source>Vector picture (*.svg)</source>
   <translation>矢量图 (*.svg)</translation>
  </message>
  <message>
   <source>Save the picture</source>
   <translation>保存图片</translation>
  </message>
  <message>
   <source>The picture was saved as {path}.</source>
   <translation>图片已保存为 {path}。</translation>
  </message>
 </context>
 <context>
  <name>Exporting</name>
  <message>
   <source>&amp;Save network…</source>
   <translation>保存网络(&amp;S)…</translation>
  </message>
  <message>
   <source>All files (*)</source>
   <translation>所有文件 (*)</translation>
  </message>
  <message>
   <source>Exporting…</source>
   <translation>正在导出…</translation>
  </message>
  <message>
   <source>The network was saved as {path}.</source>
   <translation>网络已保存为 {path}。</translation>
  </message>
 </context>
 <context>
  <name>FailedRuns</name>
  <message>
   <source>Resume with learning rate {rate}</source>
   <translation>以学习率 {rate} 继续训练</translation>
  </message>
  <message>
   <source>Train again with learning rate {rate}</source>
   <translation>以学习率 {rate} 重新训练</translation>
  </message>
  <message>
   <source>1 more epoch</source>
   <translation>再训练 1 轮</translation>
  </message>
  <message>
   <source>{count} more epochs</source>
   <translation>再训练 {count} 轮</translation>
  </message>
  <message>
   <source>Begin with its other layers</source>
   <translation>用其余各层开始</translation>
  </message>
  <message>
   <source>Its network and its weights are chosen; press Train to begin with what fits of them.</source>
   <translation>已选择其网络和权重；点击“训练”，用其中匹配的部分开始。</translation>
  </message>
 </context>
 <context>
  <name>FileBuilding</name>
  <message>
   <source>These are the layers of {file}, with what is assumed between them.</source>
   <translation>这些是 {file} 的层，以及推测的中间各层。</translation>
  </message>
  <message>
   <source>{file} tells its layers with weights only: add what is missing between them, such as activations and pooling, and open it.</source>
   <translation>{file} 只给出带权重的层：请补上中间缺少的部分，如激活函数和池化，然后打开。</translation>
  </message>
  <message>
   <source>The list has no layers for these entries, which are left out: {names}.</source>
   <translation>列表中没有以下条目对应的层，已略去：{names}。</translation>
  </message>
  <message>
   <source>{file} answers with these layers: {assumed}</source>
   <translation>{file} 使用这些层识别：{assumed}</translation>
  </message>
 </context>
 <context>
  <name>FileButton</name>
  <message>
   <source>From a file…</source>
   <translation>从文件…</translation>
  </message>
 </context>
 <context>
  <name>FileLine</name>
  <message>
   <source>Answer with the weights of the file in these layers, if their names and shapes fit</source>
   <translation>用文件的权重按这些层识别，前提是名称和形状匹配</translation>
  </message>
  <message>
   <source>&amp;Open the file with these layers</source>
   <translation>用这些层打开文件(&amp;O)</translation>
  </message>
  <message>
   <source>Which file is opened with the layers</source>
   <translation>用这些层打开的文件</translation>
  </message>
 </context>
 <context>
  <name>FileMessages</name>
  <message>
   <source>{file} holds a network of {recipe}.</source>
   <translation>{file} 中是 {recipe} 网络。</translation>
  </message>
  <message>
   <source>{file}: {assumed}</source>
   <translation>{file}：{assumed}</translation>
  </message>
  <message>
   <source>The network's file comes without its optimizer.pth.</source>
   <translation>网络的文件没有附带 optimizer.pth。</translation>
  </message>
  <message>
   <source>{why} Without it the momentum starts from zero.</source>
   <translation>{why}没有它，动量将从零开始。</translation>
  </message>
  <message>
   <source>{file}: none of {count} networks of its layers reads digits, so the one before stays. The nearest, {what}, reads {accuracy} of {pictures} training pictures of {dataset}.</source>
   <translation>{file}：由其各层构成的 {count} 个网络都不能识别数字，因此保留之前的网络。最接近的 {what} 在 {dataset} 的 {pictures} 张训练图片上准确率为 {accuracy}。</translation>
  </message>
  <message>
   <source>{file} cannot be used, so the network before stays: {why}.</source>
   <translation>无法使用 {file}，因此保留之前的网络：{why}。</translation>
  </message>
  <message>
   <source>{file} holds a network that digitpad does not know, so the one before stays. Nearest is {nearest}, but {difference}.</source>
   <translation>{file} 中的网络是 digitpad 不认识的，因此保留之前的网络。最接近的是 {nearest}，但有差异：{difference}。</translation>
  </message>
  <message>
   <source>{count} parameters</source>
   <translation>{count} 个参数</translation>
  </message>
  <message>
   <source>1 parameter</source>
   <translation>1 个参数</translation>
  </message>
  <message>
   <source>together {count:,} parameters</source>
   <translation>共 {count:,} 个参数</translation>
  </message>
  <message>
   <source>No optimizer.pth lies beside it.</source>
   <translation>旁边没有 optimizer.pth。</translation>
  </message>
  <message>
   <source>It keeps its optimiser's state: Resume goes on with its momentum.</source>
   <translation>文件自带优化器的状态：“继续训练”将沿用其动量。</translation>
  </message>
  <message>
   <source>With {optimizer} Resume goes on with its momentum.</source>
   <translation>有了 {optimizer}，“继续训练”将沿用其动量。</translation>
  </message>
 </context>
 <context>
  <name>FlowController</name>
  <message>
   <source>The &amp;network as a picture…</source>
   <translation>网络全景图(&amp;N)…</translation>
  </message>
  <message>
   <source>No network is loaded. Load a .pth file or train one.</source>
   <translation>没有加载网络。请加载 .pth 文件，或训练一个网络。</translation>
  </message>
 </context>
 <context>
  <name>FlowView</name>
  <message>
   <source>The network as a picture</source>
   <translation>网络全景图</translation>
  </message>
  <message>
   <source>+ {count}</source>
   <translation>+ {count}</translation>
  </message>
  <message>
   <source>fewer</source>
   <translation>收起</translation>
  </message>
  <message>
   <source>the network's input: {shape}</source>
   <translation>网络输入：{shape}</translation>
  </message>
  <message>
   <source>output {shape}</source>
   <translation>输出 {shape}</translation>
  </message>
  <message>
   <source>value {number}: {value:.4f}</source>
   <translation>值 {number}：{value:.4f}</translation>
  </message>
  <message>
   <source>channel {number} of {count}</source>
   <translation>第 {number} 通道，共 {count} 个</translation>
  </message>
  <message>
   <source>kernel {kernel}, stride {stride}, padding {padding}</source>
   <translation>核 {kernel}，步幅 {stride}，填充 {padding}</translation>
  </message>
  <message>
   <source>Input</source>
   <translation>输入</translation>
  </message>
  <message>
   <source>nothing to show</source>
   <translation>没有可显示的内容</translation>
  </message>
 </context>
 <context>
  <name>FlowWindow</name>
  <message>
   <source>digitpad - the network as a picture</source>
   <translation>digitpad - 网络全景图</translation>
  </message>
  <message>
   <source>The network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>&amp;Every layer</source>
   <translation>显示每一层(&amp;E)</translation>
  </message>
  <message>
   <source>Every layer</source>
   <translation>显示每一层</translation>
  </message>
  <message>
   <source>Show norms, ReLU and the like as stages of their own</source>
   <translation>把归一化、ReLU 等也各自显示为一级</translation>
  </message>
  <message>
   <source>Size of the maps</source>
   <translation>特征图大小</translation>
  </message>
  <message>
   <source>Size of the maps; also Ctrl and the wheel</source>
   <translation>特征图大小；也可用 Ctrl 加滚轮</translation>
  </message>
  <message>
   <source>The network as a picture</source>
   <translation>网络全景图</translation>
  </message>
  <message>
   <source>The chosen map</source>
   <translation>选中的特征图</translation>
  </message>
  <message>
   <source>Kernels of the chosen map</source>
   <translation>选中特征图的卷积核</translation>
  </message>
  <message>
   <source>The arithmetic behind one number</source>
   <translation>一个数的计算过程</translation>
  </message>
  <message>
   <source>Size</source>
   <translation>尺寸</translation>
  </message>
  <message>
   <source>Click a map to see it large, with its kernels.</source>
   <translation>点击一张特征图，可放大查看并显示其卷积核。</translation>
  </message>
  <message>
   <source>Click a number of the large map to see where it comes from.</source>
   <translation>点击大图中的一个数，查看它的来历。</translation>
  </message>
 </context>
 <context>
  <name>GalleryModel</name>
  <message>
   <source>Picture {number:,}: {truth}</source>
   <translation>图片 {number:,}：{truth}</translation>
  </message>
  <message>
   <source>Picture {number:,}: {truth}, read as {answer} ({sure:.1f} %)</source>
   <translation>图片 {number:,}：{truth}，识别为 {answer}（{sure:.1f} %）</translation>
  </message>
 </context>
 <context>
  <name>GalleryView</name>
  <message>
   <source>Pictures of the dataset</source>
   <translation>数据集的图片</translation>
  </message>
  <message>
   <source>A click, or an arrow key, puts a picture on the pad.</source>
   <translation>点击或用方向键，可将图片放到画板上。</translation>
  </message>
 </context>
 <context>
  <name>Guidance</name>
  <message>
   <source>Begin the lesson</source>
   <translation>开始课程</translation>
  </message>
  <message>
   <source>New here? The first lesson shows in two minutes how a drawing is read.</source>
   <translation>第一次使用？第一课用两分钟演示手写数字是如何被识别的。</translation>
  </message>
 </context>
 <context>
  <name>HelpMenu</name>
  <message>
   <source>&amp;Help</source>
   <translation>帮助(&amp;H)</translation>
  </message>
  <message>
   <source>&amp;Lessons</source>
   <translation>课程(&amp;L)</translation>
  </message>
  <message>
   <source>&amp;Examples</source>
   <translation>示例(&amp;E)</translation>
  </message>
  <message>
   <source>&amp;What is this?</source>
   <translation>这是什么？(&amp;W)</translation>
  </message>
  <message>
   <source>&amp;Keys…</source>
   <translation>快捷键(&amp;K)…</translation>
  </message>
  <message>
   <source>Where &amp;files lie</source>
   <translation>文件位置(&amp;F)</translation>
  </message>
  <message>
   <source>&amp;About digitpad…</source>
   <translation>关于 digitpad(&amp;A)…</translation>
  </message>
  <message>
   <source>A drawn 8</source>
   <translation>手绘的 8</translation>
  </message>
  <message>
   <source>A drawn 4</source>
   <translation>手绘的 4</translation>
  </message>
  <message>
   <source>A 5, white on black</source>
   <translation>黑底白字的 5</translation>
  </message>
  <message>
   <source>A 7 in uneven light</source>
   <translation>光照不均的 7</translation>
  </message>
  <message>
   <source>A 3 on paper</source>
   <translation>纸上的 3</translation>
  </message>
  <message>
   <source>A 2 on a transparent ground</source>
   <translation>透明背景上的 2</translation>
  </message>
  <message>
   <source>&amp;Datasets</source>
   <translation>数据集(&amp;D)</translation>
  </message>
  <message>
   <source>&amp;Runs</source>
   <translation>训练记录(&amp;R)</translation>
  </message>
  <message>
   <source>My &amp;samples</source>
   <translation>我的样本(&amp;S)</translation>
  </message>
  <message>
   <source>My &amp;lessons</source>
   <translation>我的课程(&amp;L)</translation>
  </message>
  <message>
   <source>L&amp;og</source>
   <translation>日志(&amp;O)</translation>
  </message>
  <message>
   <source>Space</source>
   <translation>空格</translation>
  </message>
  <message>
   <source>lead the pen; with Shift finer, with Ctrl faster</source>
   <translation>移动画笔；按住 Shift 更精细，按住 Ctrl 更快</translation>
  </message>
  <message>
   <source>puts the pen down and up</source>
   <translation>落笔与抬笔</translation>
  </message>
  <message>
   <source>takes the eraser, or the pen again</source>
   <translation>切换橡皮与画笔</translation>
  </message>
  <message>
   <source>shows what the network sees</source>
   <translation>显示网络看到的内容</translation>
  </message>
  <message>
   <source>make the brush thinner and thicker</source>
   <translation>调细或调粗画笔</translation>
  </message>
  <message>
   <source>say what the drawing was</source>
   <translation>指明画的是哪个数字</translation>
  </message>
  <message>
   <source>clears the pad</source>
   <translation>清空画板</translation>
  </message>
  <message>
   <source>the lesson's step before, and the next one</source>
   <translation>课程的上一步与下一步</translation>
  </message>
  <message>
   <source>Keys</source>
   <translation>快捷键</translation>
  </message>
  <message>
   <source>&lt;h3&gt;digitpad {version}&lt;/h3&gt;&lt;p&gt;A drawing pad that recognises digits and trains its own network in front of you.&lt;/p&gt;&lt;p&gt;PyTorch {torch}, Qt for Python {qt}, Python {python}&lt;/p&gt;&lt;p&gt;MIT licence&lt;/p&gt;</source>
   <translation>&lt;h3&gt;digitpad {version}&lt;/h3&gt;&lt;p&gt;一块能识别手写数字的画板，并在您眼前训练自己的网络。&lt;/p&gt;&lt;p&gt;PyTorch {torch}，Qt for Python {qt}，Python {python}&lt;/p&gt;&lt;p&gt;MIT 许可证&lt;/p&gt;</translation>
  </message>
  <message>
   <source>About digitpad</source>
   <translation>关于 digitpad</translation>
  </message>
 </context>
 <context>
  <name>InputPreview</name>
  <message>
   <source>Network input</source>
   <translation>网络输入</translation>
  </message>
  <message>
   <source>No input</source>
   <translation>没有输入</translation>
  </message>
  <message>
   <source>Network input {width}×{height}</source>
   <translation>网络输入 {width}×{height}</translation>
  </message>
  <message>
   <source>Input {width}×{height}</source>
   <translation>输入 {width}×{height}</translation>
  </message>
  <message>
   <source>no input</source>
   <translation>没有输入</translation>
  </message>
 </context>
 <context>
  <name>LayerPictures</name>
  <message>
   <source>Feature maps</source>
   <translation>特征图</translation>
  </message>
  <message>
   <source>Kernels</source>
   <translation>卷积核</translation>
  </message>
  <message>
   <source>Show the layer's output</source>
   <translation>显示该层的输出</translation>
  </message>
  <message>
   <source>Show the layer's kernels</source>
   <translation>显示该层的卷积核</translation>
  </message>
  <message>
   <source>The output channel</source>
   <translation>输出通道</translation>
  </message>
  <message>
   <source>The chosen feature map</source>
   <translation>所选特征图</translation>
  </message>
  <message>
   <source>What the colours mean</source>
   <translation>颜色的含义</translation>
  </message>
  <message>
   <source>of output {number}</source>
   <translation>输出 {number}</translation>
  </message>
  <message>
   <source>white: up to {most}, black: 0, blue: down to −{most}</source>
   <translation>白：最大 {most}，黑：0，蓝：最小 −{most}</translation>
  </message>
  <message>
   <source>the first {displayed} of {count}</source>
   <translation>前 {displayed} 个，共 {count} 个</translation>
  </message>
  <message>
   <source>Every output is the sum of its inputs times these weights, which training has found.</source>
   <translation>每个输出都是其输入乘以这些权重之和，而权重由训练得到。</translation>
  </message>
  <message>
   <source>weight of input {of} for output {to}: {value:.4f}</source>
   <translation>输入 {of} 对输出 {to} 的权重：{value:.4f}</translation>
  </message>
  <message>
   <source>weight of input channel {of} for output channel {to}, row {row}, column {column}: {value:.4f}</source>
   <translation>输入通道 {of} 对输出通道 {to} 的权重，行 {row}，列 {column}：{value:.4f}</translation>
  </message>
 </context>
 <context>
  <name>LayerTree</name>
  <message>
   <source>The layers in their order</source>
   <translation>各层，按顺序</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>层</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>Options</source>
   <translation>选项</translation>
  </message>
  <message>
   <source>Output</source>
   <translation>输出</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>参数</translation>
  </message>
  <message>
   <source>{layer} does not fit: {why}</source>
   <translation>{layer} 不匹配：{why}</translation>
  </message>
  <message>
   <source>Layers</source>
   <translation>各层</translation>
  </message>
  <message>
   <source>Layers: none yet, add some here</source>
   <translation>层：还没有，请在此添加</translation>
  </message>
  <message>
   <source>Shortcut</source>
   <translation>快捷连接</translation>
  </message>
  <message>
   <source>Shortcut: adds the input as it is</source>
   <translation>快捷连接：原样加上输入</translation>
  </message>
  <message>
   <source>No layers yet. Add one, or begin from a network.</source>
   <translation>还没有层。请添加层，或从某个网络开始。</translation>
  </message>
 </context>
 <context>
  <name>LayersController</name>
  <message>
   <source>No network is loaded. Load a .pth file or train one.</source>
   <translation>没有加载网络。请加载 .pth 文件，或训练一个网络。</translation>
  </message>
  <message>
   <source>The layers are being computed…</source>
   <translation>正在计算各层…</translation>
  </message>
  <message>
   <source>counts for {name}</source>
   <translation>支持 {name}</translation>
  </message>
  <message>
   <source>counts against {name}</source>
   <translation>反对 {name}</translation>
  </message>
 </context>
 <context>
  <name>LayersTab</name>
  <message>
   <source>The network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>The arithmetic behind one number</source>
   <translation>一个数的计算过程</translation>
  </message>
  <message>
   <source>PyTorch is being loaded…</source>
   <translation>正在加载 PyTorch…</translation>
  </message>
  <message>
   <source>Layer</source>
   <translation>层</translation>
  </message>
  <message>
   <source>Output</source>
   <translation>输出</translation>
  </message>
  <message>
   <source>Parameters</source>
   <translation>参数</translation>
  </message>
  <message>
   <source>Kind</source>
   <translation>类型</translation>
  </message>
  <message>
   <source>(B, C, H, W): B pictures, C channels of H rows and W columns; or B times so many values</source>
   <translation>(B, C, H, W)：B 张图片，C 个通道，各有 H 行 W 列；或 B 组值</translation>
  </message>
  <message>
   <source>Layers of the network</source>
   <translation>网络的各层</translation>
  </message>
  <message>
   <source>Attribution</source>
   <translation>归因</translation>
  </message>
  <message>
   <source>On the pad: orange is what counts for the class, blue what counts against it</source>
   <translation>在画板上：橙色部分支持该类别，蓝色部分反对该类别</translation>
  </message>
  <message>
   <source>Attribution: off</source>
   <translation>归因：关闭</translation>
  </message>
  <message>
   <source>Attribution: gradient × input</source>
   <translation>归因：梯度 × 输入</translation>
  </message>
  <message>
   <source>Attribution: occlusion</source>
   <translation>归因：遮挡</translation>
  </message>
  <message>
   <source>The class of the attribution</source>
   <translation>归因的类别</translation>
  </message>
  <message>
   <source>1 layer</source>
   <translation>1 层</translation>
  </message>
  <message>
   <source>{count} layers</source>
   <translation>{count} 层</translation>
  </message>
  <message>
   <source>1 parameter</source>
   <translation>1 个参数</translation>
  </message>
  <message>
   <source>{count} parameters</source>
   <translation>{count} 个参数</translation>
  </message>
  <message>
   <source>{title}: {layers}, {parameters}</source>
   <translation>{title}：{layers}，{parameters}</translation>
  </message>
  <message>
   <source>for {name}</source>
   <translation>针对 {name}</translation>
  </message>
  <message>
   <source>for the predicted class</source>
   <translation>针对预测的类别</translation>
  </message>
  <message>
   <source>Click a number to see where it comes from.</source>
   <translation>点击一个数，查看它的来历。</translation>
  </message>
 </context>
 <context>
  <name>LessonBar</name>
  <message>
   <source>Lesson</source>
   <translation>课程</translation>
  </message>
  <message>
   <source>What to do</source>
   <translation>要做什么</translation>
  </message>
  <message>
   <source>Show the answer</source>
   <translation>显示答案</translation>
  </message>
  <message>
   <source>Back</source>
   <translation>上一步</translation>
  </message>
  <message>
   <source>End the lesson; the Help menu begins it again</source>
   <translation>结束课程；可从“帮助”菜单重新开始</translation>
  </message>
  <message>
   <source>The step before</source>
   <translation>返回上一步</translation>
  </message>
  <message>
   <source>The next step</source>
   <translation>进入下一步</translation>
  </message>
  <message>
   <source>{what} ({key})</source>
   <translation>{what} ({key})</translation>
  </message>
  <message>
   <source>{title} · step {place} of {count}</source>
   <translation>{title} · 第 {place} 步，共 {count} 步</translation>
  </message>
  <message>
   <source>Finish</source>
   <translation>完成</translation>
  </message>
  <message>
   <source>Skip</source>
   <translation>跳过</translation>
  </message>
  <message>
   <source>Next</source>
   <translation>下一步</translation>
  </message>
 </context>
 <context>
  <name>LessonsController</name>
  <message>
   <source>The window cannot tell yet: go back to the steps that were left out.</source>
   <translation>窗口还无法回答：请返回完成跳过的步骤。</translation>
  </message>
 </context>
 <context>
  <name>ListButtons</name>
  <message>
   <source>Move up by one row (Alt+Up in the list)</source>
   <translation>上移一行（列表中按 Alt+Up）</translation>
  </message>
  <message>
   <source>U&amp;p</source>
   <translation>上移(&amp;P)</translation>
  </message>
  <message>
   <source>Move down by one row (Alt+Down in the list)</source>
   <translation>下移一行（列表中按 Alt+Down）</translation>
  </message>
  <message>
   <source>Do&amp;wn</source>
   <translation>下移(&amp;W)</translation>
  </message>
  <message>
   <source>Remove the selected row (Delete)</source>
   <translation>移除所选行（Delete）</translation>
  </message>
  <message>
   <source>&amp;Remove</source>
   <translation>移除(&amp;R)</translation>
  </message>
 </context>
 <context>
  <name>LossChart</name>
  <message>
   <source>Loss chart</source>
   <translation>损失曲线</translation>
  </message>
  <message>
   <source>Press Train to see the loss fall</source>
   <translation>点击“训练”，观察损失下降</translation>
  </message>
  <message>
   <source>Whole run</source>
   <translation>整个训练</translation>
  </message>
  <message>
   <source>Show the whole run again (double click)</source>
   <translation>重新显示整个训练（双击）</translation>
  </message>
  <message>
   <source>the run before</source>
   <translation>上一次训练</translation>
  </message>
 </context>
 <context>
  <name>LossPlot</name>
  <message>
   <source>Curves of the run: arrow keys read their values</source>
   <translation>训练曲线：用方向键读取数值</translation>
  </message>
  <message>
   <source>Epoch {epoch} · {examples} examples</source>
   <translation>第 {epoch} 轮 · {examples} 个样本</translation>
  </message>
  <message>
   <source>{examples} examples</source>
   <translation>{examples} 个样本</translation>
  </message>
  <message>
   <source>train loss {loss}</source>
   <translation>训练损失 {loss}</translation>
  </message>
  <message>
   <source>{name}: train loss {loss}</source>
   <translation>{name}：训练损失 {loss}</translation>
  </message>
  <message>
   <source>test loss {loss} after epoch {epoch}</source>
   <translation>第 {epoch} 轮后测试损失 {loss}</translation>
  </message>
  <message>
   <source>test loss {loss} before training</source>
   <translation>训练前测试损失 {loss}</translation>
  </message>
  <message>
   <source>test accuracy {percent} %</source>
   <translation>测试准确率 {percent} %</translation>
  </message>
  <message>
   <source>number of training examples seen</source>
   <translation>已训练的样本数</translation>
  </message>
  <message>
   <source>negative log likelihood loss</source>
   <translation>负对数似然损失</translation>
  </message>
  <message>
   <source>test accuracy</source>
   <translation>测试准确率</translation>
  </message>
  <message>
   <source>loss</source>
   <translation>损失</translation>
  </message>
  <message>
   <source>accuracy</source>
   <translation>准确率</translation>
  </message>
 </context>
 <context>
  <name>MainWindow</name>
  <message>
   <source>digitpad - draw a digit</source>
   <translation>digitpad - 手写数字识别</translation>
  </message>
  <message>
   <source>Tabs</source>
   <translation>选项卡</translation>
  </message>
  <message>
   <source>&amp;Training</source>
   <translation>训练(&amp;T)</translation>
  </message>
  <message>
   <source>M&amp;y samples</source>
   <translation>我的样本(&amp;Y)</translation>
  </message>
  <message>
   <source>E&amp;xplore</source>
   <translation>探索(&amp;X)</translation>
  </message>
  <message>
   <source>&amp;Layers</source>
   <translation>网络层(&amp;L)</translation>
  </message>
  <message>
   <source>&amp;Runs</source>
   <translation>训练记录(&amp;R)</translation>
  </message>
  <message>
   <source>&amp;Load…</source>
   <translation>加载(&amp;L)…</translation>
  </message>
  <message>
   <source>Load a network (.pth)</source>
   <translation>加载网络（.pth）</translation>
  </message>
  <message>
   <source>&amp;Save…</source>
   <translation>保存(&amp;S)…</translation>
  </message>
  <message>
   <source>Save the network</source>
   <translation>保存网络</translation>
  </message>
  <message>
   <source>Drop one file at a time.</source>
   <translation>请一次只拖入一个文件。</translation>
  </message>
 </context>
 <context>
  <name>MapsView</name>
  <message>
   <source>Feature maps</source>
   <translation>特征图</translation>
  </message>
  <message>
   <source>value {number}: {value:.4f}</source>
   <translation>值 {number}：{value:.4f}</translation>
  </message>
  <message>
   <source>channel {channel}, row {row}, column {column}: {value:.4f}</source>
   <translation>通道 {channel}，行 {row}，列 {column}：{value:.4f}</translation>
  </message>
  <message>
   <source>nothing to show</source>
   <translation>没有可显示的内容</translation>
  </message>
 </context>
 <context>
  <name>MatrixEdit</name>
  <message>
   <source>What is wrong</source>
   <translation>错误说明</translation>
  </message>
  <message>
   <source>Rows</source>
   <translation>行数</translation>
  </message>
  <message>
   <source>Columns</source>
   <translation>列数</translation>
  </message>
  <message>
   <source>&amp;Paste rows</source>
   <translation>粘贴各行(&amp;P)</translation>
  </message>
  <message>
   <source>Row {row}, column {column}: {what}</source>
   <translation>第 {row} 行第 {column} 列：{what}</translation>
  </message>
  <message>
   <source>Not pasted: {why}</source>
   <translation>未粘贴：{why}</translation>
  </message>
 </context>
 <context>
  <name>Menus</name>
  <message>
   <source>&amp;File</source>
   <translation>文件(&amp;F)</translation>
  </message>
  <message>
   <source>&amp;Edit</source>
   <translation>编辑(&amp;E)</translation>
  </message>
  <message>
   <source>&amp;View</source>
   <translation>视图(&amp;V)</translation>
  </message>
 </context>
 <context>
  <name>MessageStrip</name>
  <message>
   <source>Left button draws, right button rubs out · Ctrl+Z takes back · Esc clears</source>
   <translation>左键绘制，右键擦除 · Ctrl+Z 撤销 · Esc 清空</translation>
  </message>
  <message>
   <source>N shows what the network sees</source>
   <translation>N 显示网络看到的内容</translation>
  </message>
  <message>
   <source>0–9 says what it was</source>
   <translation>0–9 指明实际的数字</translation>
  </message>
 </context>
 <context>
  <name>MoreSettings</name>
  <message>
   <source>More settings: optimiser, pictures, network</source>
   <translation>更多设置：优化器、图片、网络</translation>
  </message>
  <message>
   <source>Open a recipe from a file, or save these settings as one</source>
   <translation>从文件打开训练方案，或将这些设置保存为训练方案</translation>
  </message>
  <message>
   <source>Recipe</source>
   <translation>训练方案</translation>
  </message>
  <message>
   <source>Open a recipe…</source>
   <translation>打开训练方案…</translation>
  </message>
  <message>
   <source>Save these settings as a recipe…</source>
   <translation>将这些设置保存为训练方案…</translation>
  </message>
  <message>
   <source>These settings as a plain PyTorch script that runs by itself</source>
   <translation>将这些设置写成可独立运行的普通 PyTorch 脚本</translation>
  </message>
  <message>
   <source>Code…</source>
   <translation>代码…</translation>
  </message>
  <message>
   <source>Optimiser</source>
   <translation>优化器</translation>
  </message>
  <message>
   <source>Pictures</source>
   <translation>图片</translation>
  </message>
  <message>
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <source>Write runs for TensorBoard</source>
   <translation>为 TensorBoard 写入训练数据</translation>
  </message>
  <message>
   <source>Losses, batches, feature maps and graph for tensorboard --logdir, from the next run on</source>
   <translation>损失、批、特征图和计算图，供 tensorboard --logdir 使用，从下一次训练开始</translation>
  </message>
  <message>
   <source>More settings ({count} changed)</source>
   <translation>更多设置（已更改 {count} 项）</translation>
  </message>
  <message>
   <source>More settings</source>
   <translation>更多设置</translation>
  </message>
 </context>
 <context>
  <name>NetworkEditor</name>
  <message>
   <source>&amp;Activation</source>
   <translation>激活函数(&amp;A)</translation>
  </message>
  <message>
   <source>&amp;Pooling</source>
   <translation>池化(&amp;P)</translation>
  </message>
  <message>
   <source>&amp;Normalisation</source>
   <translation>归一化(&amp;N)</translation>
  </message>
  <message>
   <source>&amp;Dropout</source>
   <translation>Dropout(&amp;D)</translation>
  </message>
  <message>
   <source>yes</source>
   <translation>是</translation>
  </message>
  <message>
   <source>no</source>
   <translation>否</translation>
  </message>
  <message>
   <source>1 layer</source>
   <translation>1 层</translation>
  </message>
  <message>
   <source>{count} layers</source>
   <translation>{count} 层</translation>
  </message>
  <message>
   <source>{count} parameters</source>
   <translation>{count} 个参数</translation>
  </message>
  <message>
   <source>1 parameter</source>
   <translation>1 个参数</translation>
  </message>
  <message>
   <source>{layers}, {parameters}</source>
   <translation>{layers}，{parameters}</translation>
  </message>
  <message>
   <source>Enter a number from {low:g} to {high:g}</source>
   <translation>请输入 {low:g} 到 {high:g} 之间的数</translation>
  </message>
  <message>
   <source>Enter a whole number from {low:g} to {high:g}</source>
   <translation>请输入 {low:g} 到 {high:g} 之间的整数</translation>
  </message>
  <message>
   <source>, or two of them (height, width)</source>
   <translation>，或两个这样的数（高、宽）</translation>
  </message>
  <message>
   <source>, or {choice}</source>
   <translation>，或 {choice}</translation>
  </message>
  <message>
   <source>, or nothing: {meaning}</source>
   <translation>，或留空：{meaning}</translation>
  </message>
 </context>
 <context>
  <name>NetworkEditorController</name>
  <message>
   <source>Train uses these layers.</source>
   <translation>“训练”使用这些层。</translation>
  </message>
  <message>
   <source>Comes in: {shape} (channels, height, width) of {dataset}; {classes} classes</source>
   <translation>输入：{dataset} 的 {shape}（通道、高、宽）；{classes} 个类别</translation>
  </message>
  <message>
   <source>Comes in, as far as is known before training: {shape} of {dataset}; {classes} classes</source>
   <translation>输入（训练前已知的部分）：{dataset} 的 {shape}；{classes} 个类别</translation>
  </message>
  <message>
   <source>These are the layers of {network}; the first change makes them your own.</source>
   <translation>这些是 {network} 的层；首次更改后即成为自定义的层。</translation>
  </message>
  <message>
   <source>{network} is not a list of layers. Add some, or begin from another network.</source>
   <translation>{network} 不是层列表。请添加层，或从其他网络开始。</translation>
  </message>
  <message>
   <source>Nothing</source>
   <translation>空列表</translation>
  </message>
  <message>
   <source>The loaded network: {title}</source>
   <translation>已加载的网络：{title}</translation>
  </message>
 </context>
 <context>
  <name>NetworkEditorWindow</name>
  <message>
   <source>digitpad - network editor</source>
   <translation>digitpad - 网络编辑器</translation>
  </message>
  <message>
   <source>The pictures that come in</source>
   <translation>输入的图片</translation>
  </message>
  <message>
   <source>Layers and parameters</source>
   <translation>层与参数</translation>
  </message>
  <message>
   <source>What Train makes of the list</source>
   <translation>“训练”如何使用此列表</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>关闭窗口</translation>
  </message>
  <message>
   <source>Not taken over yet, because Train would refuse this list: {why}</source>
   <translation>尚未采用，因为“训练”不接受此列表：{why}</translation>
  </message>
  <message>
   <source>Train would refuse this list: {why}</source>
   <translation>“训练”不接受此列表：{why}</translation>
  </message>
 </context>
 <context>
  <name>NetworkLines</name>
  <message>
   <source>Change…</source>
   <translation>更改…</translation>
  </message>
  <message>
   <source>Change what is assumed of the network</source>
   <translation>更改对网络的推测</translation>
  </message>
  <message>
   <source>the run in training</source>
   <translation>正在训练的网络</translation>
  </message>
  <message>
   <source>Network: {file}</source>
   <translation>网络：{file}</translation>
  </message>
  <message>
   <source>{name} · {count:,} parameters</source>
   <translation>{name} · {count:,} 个参数</translation>
  </message>
  <message>
   <source>test accuracy {percent:.2f} %</source>
   <translation>测试准确率 {percent:.2f} %</translation>
  </message>
  <message>
   <source>step {step:,}</source>
   <translation>第 {step:,} 步</translation>
  </message>
  <message>
   <source>epoch {epoch}</source>
   <translation>第 {epoch} 轮</translation>
  </message>
  <message>
   <source>reads {percent:.1f} %</source>
   <translation>准确率 {percent:.1f} %</translation>
  </message>
 </context>
 <context>
  <name>NetworkTitles</name>
  <message>
   <source>shipped network</source>
   <translation>自带网络</translation>
  </message>
  <message>
   <source>{run}, its best epoch</source>
   <translation>{run}，最佳轮次</translation>
  </message>
  <message>
   <source>{run}, epoch {epoch}</source>
   <translation>{run}，第 {epoch} 轮</translation>
  </message>
  <message>
   <source>taught {when}</source>
   <translation>教过的网络 {when}</translation>
  </message>
 </context>
 <context>
  <name>Normalisation</name>
  <message>
   <source>Mean of the normalisation</source>
   <translation>归一化的均值</translation>
  </message>
  <message>
   <source>Standard deviation of the normalisation</source>
   <translation>归一化的标准差</translation>
  </message>
  <message>
   <source>mean</source>
   <translation>均值</translation>
  </message>
  <message>
   <source>std</source>
   <translation>标准差</translation>
  </message>
  <message>
   <source>(grey − mean) / std is what the network gets; Enter takes a number over</source>
   <translation>网络得到的是 (灰度 − 均值) / 标准差；按 Enter 采用输入的数</translation>
  </message>
  <message>
   <source>as in the recipe {recipe}</source>
   <translation>与训练方案 {recipe} 相同</translation>
  </message>
  <message>
   <source>chosen by you</source>
   <translation>由您选择</translation>
  </message>
  <message>
   <source>assumed, as they read best</source>
   <translation>推测，识别效果最佳</translation>
  </message>
  <message>
   <source>assumed, not measured</source>
   <translation>推测，未测量</translation>
  </message>
 </context>
 <context>
  <name>NumberTable</name>
  <message>
   <source>&amp;Copy all</source>
   <translation>全部复制(&amp;C)</translation>
  </message>
 </context>
 <context>
  <name>Opening</name>
  <message>
   <source>&amp;Load network…</source>
   <translation>加载网络(&amp;L)…</translation>
  </message>
  <message>
   <source>&amp;Recent networks</source>
   <translation>最近的网络(&amp;R)</translation>
  </message>
  <message>
   <source>None yet</source>
   <translation>还没有</translation>
  </message>
  <message>
   <source>Networks (*.pth *.pt *.ckpt *.pkl *.safetensors *.onnx *.npz);;All files (*)</source>
   <translation>网络 (*.pth *.pt *.ckpt *.pkl *.safetensors *.onnx *.npz);;所有文件 (*)</translation>
  </message>
  <message>
   <source>Load a network</source>
   <translation>加载网络</translation>
  </message>
  <message>
   <source>Choose the network…</source>
   <translation>选择网络…</translation>
  </message>
  <message>
   <source>Build it…</source>
   <translation>自行构建…</translation>
  </message>
 </context>
 <context>
  <name>OptimizerChoice</name>
  <message>
   <source>Choose optimizer.pth…</source>
   <translation>选择 optimizer.pth…</translation>
  </message>
  <message>
   <source>PyTorch files (*.pth *.pt *.pkl);;All files (*)</source>
   <translation>PyTorch 文件 (*.pth *.pt *.pkl);;所有文件 (*)</translation>
  </message>
  <message>
   <source>The optimiser's state</source>
   <translation>优化器的状态</translation>
  </message>
  <message>
   <source>Another file is being read; choose {path} again when that is done.</source>
   <translation>正在读取另一个文件；请在完成后再次选择 {path}。</translation>
  </message>
 </context>
 <context>
  <name>OptionPane</name>
  <message>
   <source>Options of the selected layer</source>
   <translation>所选层的选项</translation>
  </message>
  <message>
   <source>The layer in PyTorch</source>
   <translation>该层在 PyTorch 中的写法</translation>
  </message>
  <message>
   <source>Select a layer to change its options.</source>
   <translation>选择一层以更改其选项。</translation>
  </message>
  <message>
   <source>What these layers make of the input is added to the input. Add layers here.</source>
   <translation>输入经过这些层的结果与输入相加。请在此添加层。</translation>
  </message>
  <message>
   <source>The input goes through these layers before it is added. Add layers here.</source>
   <translation>输入先经过这些层，然后再相加。请在此添加层。</translation>
  </message>
  <message>
   <source>Function</source>
   <translation>函数</translation>
  </message>
  <message>
   <source>What its layers make of the input is added to the input.</source>
   <translation>输入经过其各层的结果与输入相加。</translation>
  </message>
  <message>
   <source>What its weights are called in files; chosen by itself where it is left empty</source>
   <translation>其权重在文件中的名称；留空则自动命名</translation>
  </message>
  <message>
   <source>Name</source>
   <translation>名称</translation>
  </message>
  <message>
   <source>none needed</source>
   <translation>不需要</translation>
  </message>
  <message>
   <source>A name has letters, digits and underscores, with dots between its parts; names that PyTorch uses itself, such as forward, are taken.</source>
   <translation>名称由字母、数字和下划线组成，各部分之间用点分隔；PyTorch 自己使用的名称（如 forward）不可用。</translation>
  </message>
 </context>
 <context>
  <name>PadPainter</name>
  <message>
   <source>with the mouse, a pen or a finger, or with the arrow keys and the space bar</source>
   <translation>用鼠标、触控笔或手指，或用方向键和空格键</translation>
  </message>
  <message>
   <source>Draw a digit here</source>
   <translation>在此画一个数字</translation>
  </message>
  <message>
   <source>Draw here</source>
   <translation>在此绘图</translation>
  </message>
  <message>
   <source>Drop a picture here</source>
   <translation>将图片拖到此处</translation>
  </message>
  <message>
   <source>or open or paste one: this network reads colour pictures</source>
   <translation>或打开、粘贴一张图片：此网络识别彩色图片</translation>
  </message>
  <message>
   <source>The network sees nothing yet</source>
   <translation>网络还没有看到任何内容</translation>
  </message>
  <message>
   <source>Network input: with steps switched off</source>
   <translation>网络输入：部分步骤已关闭</translation>
  </message>
  <message>
   <source>Network input: cropped, scaled, centred</source>
   <translation>网络输入：已裁剪、缩放、居中</translation>
  </message>
 </context>
 <context>
  <name>PadTools</name>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>Redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <source>Clear the pad</source>
   <translation>清空画板</translation>
  </message>
  <message>
   <source>Eraser</source>
   <translation>橡皮</translation>
  </message>
  <message>
   <source>What the network sees</source>
   <translation>网络看到的内容</translation>
  </message>
  <message>
   <source>Thicker brush</source>
   <translation>画笔变粗</translation>
  </message>
  <message>
   <source>Thinner brush</source>
   <translation>画笔变细</translation>
  </message>
  <message>
   <source>also with the right button</source>
   <translation>也可用鼠标右键</translation>
  </message>
  <message>
   <source>{tip}, {more}</source>
   <translation>{tip}，{more}</translation>
  </message>
  <message>
   <source>{action} ({key})</source>
   <translation>{action}（{key}）</translation>
  </message>
  <message>
   <source>Brush</source>
   <translation>画笔</translation>
  </message>
  <message>
   <source>Width of the brush in network pixels ([ and ])</source>
   <translation>画笔宽度，单位为网络输入像素（[ 和 ]）</translation>
  </message>
  <message>
   <source>The network gets the whole colour picture: there is no ink that its pixels could lie over</source>
   <translation>网络得到的是整张彩色图片：没有可以叠加像素的笔迹</translation>
  </message>
  <message>
   <source>{width:.3g} px</source>
   <translation>{width:.3g} px</translation>
  </message>
 </context>
 <context>
  <name>PictureChoice</name>
  <message>
   <source>Classes to show</source>
   <translation>要显示的类别</translation>
  </message>
  <message>
   <source>Read right or wrong</source>
   <translation>识别正确或错误</translation>
  </message>
  <message>
   <source>All pictures</source>
   <translation>所有图片</translation>
  </message>
  <message>
   <source>Mistakes, most confident first</source>
   <translation>识别错误，置信度从高到低</translation>
  </message>
  <message>
   <source>Read right, least confident first</source>
   <translation>识别正确，置信度从低到高</translation>
  </message>
  <message>
   <source>The chosen cell</source>
   <translation>所选单元格</translation>
  </message>
  <message>
   <source>Show all again</source>
   <translation>重新显示全部</translation>
  </message>
  <message>
   <source>All digits</source>
   <translation>所有数字</translation>
  </message>
  <message>
   <source>All classes</source>
   <translation>所有类别</translation>
  </message>
  <message>
   <source>Click a cell of the matrix to see its pictures.</source>
   <translation>点击矩阵中的一格，查看对应的图片。</translation>
  </message>
 </context>
 <context>
  <name>PictureOpening</name>
  <message>
   <source>Open a &amp;picture…</source>
   <translation>打开图片(&amp;P)…</translation>
  </message>
  <message>
   <source>&amp;Paste a picture</source>
   <translation>粘贴图片(&amp;P)</translation>
  </message>
  <message>
   <source>Pictures ({patterns});;All files (*)</source>
   <translation>图片 ({patterns});;所有文件 (*)</translation>
  </message>
  <message>
   <source>Open a picture</source>
   <translation>打开图片</translation>
  </message>
  <message>
   <source>The pasted picture</source>
   <translation>粘贴的图片</translation>
  </message>
  <message>
   <source>There is no picture to paste; copy one, or a picture file, first.</source>
   <translation>没有可粘贴的图片；请先复制图片或图片文件。</translation>
  </message>
 </context>
 <context>
  <name>PredictionController</name>
  <message>
   <source>No network is loaded. Load a .pth file or train one.</source>
   <translation>没有加载网络。请加载 .pth 文件，或训练一个网络。</translation>
  </message>
 </context>
 <context>
  <name>PredictionPanel</name>
  <message>
   <source>Prediction</source>
   <translation>预测</translation>
  </message>
  <message>
   <source>What the network computes: from −20 to 0, the longest bar is best</source>
   <translation>网络的计算结果：从 −20 到 0，最长的条形为最佳</translation>
  </message>
  <message>
   <source>Log-softmax</source>
   <translation>Log-softmax</translation>
  </message>
  <message>
   <source>Probability</source>
   <translation>概率</translation>
  </message>
  <message>
   <source>The same answer in percent</source>
   <translation>同一结果，以百分比表示</translation>
  </message>
  <message>
   <source>The network is loading…</source>
   <translation>正在加载网络…</translation>
  </message>
  <message>
   <source>The picture is being read…</source>
   <translation>正在识别图片…</translation>
  </message>
  <message>
   <source>Nothing drawn</source>
   <translation>还没有绘图</translation>
  </message>
  <message>
   <source>No ink was found in this picture</source>
   <translation>此图片中没有找到笔迹</translation>
  </message>
 </context>
 <context>
  <name>PredictionsController</name>
  <message>
   <source>Pictures in a &amp;folder…</source>
   <translation>文件夹中的图片(&amp;F)…</translation>
  </message>
  <message>
   <source>A &amp;table of pictures (CSV)…</source>
   <translation>图片表格 (CSV)(&amp;T)…</translation>
  </message>
  <message>
   <source>A folder with pictures to read</source>
   <translation>包含待识别图片的文件夹</translation>
  </message>
  <message>
   <source>Tables of pictures (*.csv *.tsv);;All files (*)</source>
   <translation>图片表格 (*.csv *.tsv);;所有文件 (*)</translation>
  </message>
  <message>
   <source>A table with the pixels of a picture a line</source>
   <translation>每行为一张图片像素的表格</translation>
  </message>
  <message>
   <source>{name} is a table of pictures with labels.</source>
   <translation>{name} 是带标签的图片表格。</translation>
  </message>
  <message>
   <source>Train on it</source>
   <translation>用它训练</translation>
  </message>
  <message>
   <source>Have it read…</source>
   <translation>识别它…</translation>
  </message>
  <message>
   <source>Write the answers as a table</source>
   <translation>将识别结果写成表格</translation>
  </message>
  <message>
   <source>Tables (*.csv)</source>
   <translation>表格 (*.csv)</translation>
  </message>
  <message>
   <source>The pictures of {name} are being read…</source>
   <translation>正在识别 {name} 中的图片…</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <source>Answers written: {count}, to {path}.</source>
   <translation>已将 {count} 个结果写入 {path}。</translation>
  </message>
  <message>
   <source>Answers written: {count}, to {path}. Not read: {unread}, the first because: {why}</source>
   <translation>已将 {count} 个结果写入 {path}。未能识别 {unread} 张，第一张的原因：{why}</translation>
  </message>
 </context>
 <context>
  <name>PreparationStrip</name>
  <message>
   <source>Steps from the pad to the network</source>
   <translation>从画板到网络的步骤</translation>
  </message>
  <message>
   <source>Squeezed</source>
   <translation>直接缩放</translation>
  </message>
  <message>
   <source>The whole picture at the network's size; its proportions are given up, as by Resize</source>
   <translation>整张图片缩放到网络的尺寸；不保持比例，与 Resize 相同</translation>
  </message>
  <message>
   <source>Original</source>
   <translation>原图</translation>
  </message>
  <message>
   <source>What was drawn or opened, before anything is done to it</source>
   <translation>绘制或打开的内容，未经任何处理</translation>
  </message>
  <message>
   <source>Ink</source>
   <translation>笔迹</translation>
  </message>
  <message>
   <source>Pictures only: tells the pen's lines from paper, shadows, printed lines and the table. Without it the network sees the paper too.</source>
   <translation>仅用于图片：将笔画线条与纸张、阴影、印刷线条和桌面区分开。没有这一步，网络也会看到纸张。</translation>
  </message>
  <message>
   <source>Width</source>
   <translation>粗细</translation>
  </message>
  <message>
   <source>Draws all lines as wide as MNIST's. Without it, thin pencils and thick brushes look unlike anything the network was trained on.</source>
   <translation>将所有线条画成与 MNIST 相同的粗细。没有这一步，细铅笔和粗画笔的线条与网络训练时见过的都不同。</translation>
  </message>
  <message>
   <source>Crop</source>
   <translation>裁剪</translation>
  </message>
  <message>
   <source>Cuts out what is inked. Without it, a small digit stays small, and one in a corner stays there.</source>
   <translation>裁出有笔迹的部分。没有这一步，小的数字仍然小，在角落的数字仍在角落。</translation>
  </message>
  <message>
   <source>20×20</source>
   <translation>20×20</translation>
  </message>
  <message>
   <source>Makes the longer side 20 pixels, as in MNIST. Without it the digit fills all 28 and has no rim.</source>
   <translation>使长边为 20 像素，与 MNIST 相同。没有这一步，数字会占满全部 28 像素，没有边距。</translation>
  </message>
  <message>
   <source>Centre</source>
   <translation>居中</translation>
  </message>
  <message>
   <source>Puts the centre of mass into the middle of 28×28, as in MNIST; without it, the box's middle goes there.</source>
   <translation>将质心放到 28×28 的正中，与 MNIST 相同；没有这一步，则将外框的中心放在那里。</translation>
  </message>
  <message>
   <source>From the pad to the network</source>
   <translation>从画板到网络</translation>
  </message>
  <message>
   <source>Steps</source>
   <translation>步骤</translation>
  </message>
  <message>
   <source>All on</source>
   <translation>全部开启</translation>
  </message>
  <message>
   <source>Switch all steps on</source>
   <translation>开启所有步骤</translation>
  </message>
  <message>
   <source>Hide the steps; the View menu shows them</source>
   <translation>隐藏步骤；可在“视图”菜单中重新显示</translation>
  </message>
  <message>
   <source>Hide</source>
   <translation>隐藏</translation>
  </message>
  <message>
   <source>What the network gets: the picture, squeezed to its size</source>
   <translation>网络得到的内容：直接缩放到其尺寸的图片</translation>
  </message>
  <message>
   <source>What the network gets: the ink cropped, scaled and centred</source>
   <translation>网络得到的内容：经过裁剪、缩放和居中的笔迹</translation>
  </message>
  <message>
   <source>What the network gets, with steps switched off: {steps}</source>
   <translation>网络得到的内容，已关闭的步骤：{steps}</translation>
  </message>
 </context>
 <context>
  <name>Presentation</name>
  <message>
   <source>&amp;Presentation</source>
   <translation>演示模式(&amp;P)</translation>
  </message>
  <message>
   <source>{key} ends the presentation.</source>
   <translation>按 {key} 退出演示模式。</translation>
  </message>
 </context>
 <context>
  <name>RecipeFiles</name>
  <message>
   <source>Recipes (*.toml);;All files (*)</source>
   <translation>训练方案 (*.toml);;所有文件 (*)</translation>
  </message>
  <message>
   <source>Open a recipe</source>
   <translation>打开训练方案</translation>
  </message>
  <message>
   <source>Save these settings as a recipe</source>
   <translation>将这些设置保存为训练方案</translation>
  </message>
  <message>
   <source>Recipes (*.toml)</source>
   <translation>训练方案 (*.toml)</translation>
  </message>
  <message>
   <source>Saved as {path}; in a terminal: digitpad train --recipe {path}</source>
   <translation>已保存为 {path}；在终端中运行：digitpad train --recipe {path}</translation>
  </message>
  <message>
   <source>A folder with a folder of pictures for each class</source>
   <translation>选择文件夹，其中每个类别一个图片子文件夹</translation>
  </message>
  <message>
   <source>Tables of pictures (*.csv *.tsv);;All files (*)</source>
   <translation>图片表格 (*.csv *.tsv);;所有文件 (*)</translation>
  </message>
  <message>
   <source>A table with a label and the pixels of a picture a line</source>
   <translation>每行为一个标签和一张图片像素的表格</translation>
  </message>
  <message>
   <source>Networks (*.pth *.pt *.safetensors *.onnx);;All files (*)</source>
   <translation>网络 (*.pth *.pt *.safetensors *.onnx);;所有文件 (*)</translation>
  </message>
  <message>
   <source>Initial weights</source>
   <translation>初始权重</translation>
  </message>
 </context>
 <context>
  <name>RecipeForm</name>
  <message>
   <source>Network editor…</source>
   <translation>网络编辑器…</translation>
  </message>
  <message>
   <source>{name}: {title}</source>
   <translation>{name}: {title}</translation>
  </message>
  <message>
   <source>{count} chosen…</source>
   <translation>已选 {count} 个…</translation>
  </message>
  <message>
   <source>none…</source>
   <translation>无…</translation>
  </message>
  <message>
   <source>Recipe</source>
   <translation>训练方案</translation>
  </message>
  <message>
   <source>Reset to the recipe's settings</source>
   <translation>重置为训练方案的设置</translation>
  </message>
  <message>
   <source>Reset</source>
   <translation>重置</translation>
  </message>
  <message>
   <source>Re&amp;cipe</source>
   <translation>训练方案(&amp;C)</translation>
  </message>
  <message>
   <source>What the recipe is</source>
   <translation>训练方案的内容</translation>
  </message>
  <message>
   <source>Device</source>
   <translation>设备</translation>
  </message>
  <message>
   <source>Dev&amp;ice</source>
   <translation>设备(&amp;I)</translation>
  </message>
  <message>
   <source>auto: {precision}</source>
   <translation>auto：{precision}</translation>
  </message>
  <message>
   <source>Try: {advice}</source>
   <translation>建议：{advice}</translation>
  </message>
  <message>
   <source>Changed: the recipe says {value}</source>
   <translation>已更改：训练方案为 {value}</translation>
  </message>
  <message>
   <source>{setting} {before} → {after}</source>
   <translation>{setting} {before} → {after}</translation>
  </message>
  <message>
   <source>{optimizer} with momentum</source>
   <translation>带动量的 {optimizer}</translation>
  </message>
  <message>
   <source>{optimizer}, {schedule}</source>
   <translation>{optimizer}，{schedule}</translation>
  </message>
  <message>
   <source>Auto</source>
   <translation>自动</translation>
  </message>
  <message>
   <source>Processor</source>
   <translation>处理器 (CPU)</translation>
  </message>
  <message>
   <source>GPU (CUDA)</source>
   <translation>GPU (CUDA)</translation>
  </message>
  <message>
   <source>GPU (Apple)</source>
   <translation>GPU (Apple)</translation>
  </message>
 </context>
 <context>
  <name>Resuming</name>
  <message>
   <source>This file keeps a run, and its settings are shown: Resume goes on with it.</source>
   <translation>此文件中有训练记录，已显示其设置：点击“继续训练”即可接着训练。</translation>
  </message>
  <message>
   <source>1 epoch</source>
   <translation>1 轮</translation>
  </message>
  <message>
   <source>{count} epochs</source>
   <translation>{count} 轮</translation>
  </message>
  <message>
   <source>1 batch</source>
   <translation>1 批</translation>
  </message>
  <message>
   <source>{count} batches</source>
   <translation>{count} 批</translation>
  </message>
  <message>
   <source>These are the run's settings; it has done {epochs} and {batches}.</source>
   <translation>这些是训练记录的设置；已训练 {epochs}和 {batches}。</translation>
  </message>
  <message>
   <source>Begin with these changes? {changes}</source>
   <translation>以这些更改开始？{changes}</translation>
  </message>
  <message>
   <source>Resume with these changes? {changes}</source>
   <translation>以这些更改继续训练？{changes}</translation>
  </message>
  <message>
   <source>Only more epochs</source>
   <translation>只增加轮数</translation>
  </message>
  <message>
   <source>As it was</source>
   <translation>按原样</translation>
  </message>
  <message>
   <source>With the changes</source>
   <translation>采用更改</translation>
  </message>
  <message>
   <source>Go on without</source>
   <translation>不使用它并继续</translation>
  </message>
 </context>
 <context>
  <name>RunChoice</name>
  <message>
   <source>Runs (*.pth);;All files (*)</source>
   <translation>训练记录 (*.pth);;所有文件 (*)</translation>
  </message>
  <message>
   <source>Resume a run</source>
   <translation>继续训练</translation>
  </message>
 </context>
 <context>
  <name>RunPages</name>
  <message>
   <source>One batch</source>
   <translation>一个批次</translation>
  </message>
  <message>
   <source>What one batch does: pause the run, then press Step</source>
   <translation>一个批次的作用：先暂停训练，再点击“单步”</translation>
  </message>
  <message>
   <source>Loss chart</source>
   <translation>损失曲线</translation>
  </message>
 </context>
 <context>
  <name>RunProgress</name>
  <message>
   <source>Training progress</source>
   <translation>训练进度</translation>
  </message>
  <message>
   <source>What computes, and in which numbers</source>
   <translation>计算设备和数值类型</translation>
  </message>
  <message>
   <source>What computes, and in which numbers its layers multiply</source>
   <translation>计算设备，以及各层相乘所用的数值类型</translation>
  </message>
  <message>
   <source>Loading PyTorch…</source>
   <translation>正在加载 PyTorch…</translation>
  </message>
  <message>
   <source>Waiting for {path} to answer…</source>
   <translation>正在等待 {path} 响应…</translation>
  </message>
  <message>
   <source>Preparing the data…</source>
   <translation>正在准备数据…</translation>
  </message>
  <message>
   <source>Preparing the data · {percent} %</source>
   <translation>正在准备数据 · {percent} %</translation>
  </message>
  <message>
   <source>Stopping…</source>
   <translation>正在停止…</translation>
  </message>
  <message>
   <source>Ready to train</source>
   <translation>可以开始训练</translation>
  </message>
  <message>
   <source>Paused</source>
   <translation>已暂停</translation>
  </message>
  <message>
   <source>Measuring the network before training…</source>
   <translation>正在测量训练前的网络…</translation>
  </message>
  <message>
   <source>Epoch {epoch}/{epochs}</source>
   <translation>第 {epoch}/{epochs} 轮</translation>
  </message>
  <message>
   <source>{percent} %</source>
   <translation>{percent} %</translation>
  </message>
  <message>
   <source>{speed} images/s</source>
   <translation>{speed} 张/秒</translation>
  </message>
  <message>
   <source>{count} of {most} threads, as other programs use the processor</source>
   <translation>{most} 个线程中使用 {count} 个，因为其他程序正在占用处理器</translation>
  </message>
  <message>
   <source>Finished</source>
   <translation>已完成</translation>
  </message>
  <message>
   <source>Stopped</source>
   <translation>已停止</translation>
  </message>
  <message>
   <source>not yet measured on the test set</source>
   <translation>尚未在测试集上测量</translation>
  </message>
  <message>
   <source>read {percent} % of the test set after epoch {epoch}</source>
   <translation>第 {epoch} 轮后测试集准确率 {percent} %</translation>
  </message>
  <message>
   <source>reads {percent} % of the test set</source>
   <translation>测试集准确率 {percent} %</translation>
  </message>
  <message>
   <source>{time} left</source>
   <translation>剩余 {time}</translation>
  </message>
  <message>
   <source>{days} d {hours} h left</source>
   <translation>剩余 {days} 天 {hours} 小时</translation>
  </message>
 </context>
 <context>
  <name>RunsController</name>
  <message>
   <source>Open a &amp;run's folder…</source>
   <translation>打开训练记录的文件夹(&amp;R)…</translation>
  </message>
  <message>
   <source>The folder of a run</source>
   <translation>训练记录的文件夹</translation>
  </message>
  <message>
   <source>The run {name} is not listed any more; its folder stays where it is.</source>
   <translation>训练记录 {name} 不再列出；其文件夹保留在原处。</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>The run {name} was deleted. For a month More, Bring back a deleted run, has it.</source>
   <translation>训练记录 {name} 已删除。一个月内可用“更多 &gt; 恢复已删除的训练记录”恢复。</translation>
  </message>
  <message>
   <source>Deleted runs cannot be brought back after that.</source>
   <translation>此后将无法恢复已删除的训练记录。</translation>
  </message>
  <message>
   <source>Delete them for good</source>
   <translation>彻底删除</translation>
  </message>
  <message>
   <source>Save the table of runs</source>
   <translation>保存训练记录的表格</translation>
  </message>
  <message>
   <source>Table (*.csv)</source>
   <translation>表格 (*.csv)</translation>
  </message>
 </context>
 <context>
  <name>RunsModel</name>
  <message>
   <source>Run</source>
   <translation>训练记录</translation>
  </message>
  <message>
   <source>Test accuracy</source>
   <translation>测试准确率</translation>
  </message>
  <message>
   <source>Epochs</source>
   <translation>轮次 (epoch)</translation>
  </message>
  <message>
   <source>Best</source>
   <translation>最佳</translation>
  </message>
  <message>
   <source>Test loss</source>
   <translation>测试损失</translation>
  </message>
  <message>
   <source>Recipe</source>
   <translation>训练方案</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>随机种子</translation>
  </message>
  <message>
   <source>Saved</source>
   <translation>保存时间</translation>
  </message>
 </context>
 <context>
  <name>RunsTab</name>
  <message>
   <source>Which curve is compared</source>
   <translation>比较的曲线</translation>
  </message>
  <message>
   <source>Test accuracy</source>
   <translation>测试准确率</translation>
  </message>
  <message>
   <source>Test loss</source>
   <translation>测试损失</translation>
  </message>
  <message>
   <source>Training loss, smoothed</source>
   <translation>训练损失（平滑）</translation>
  </message>
  <message>
   <source>Show all</source>
   <translation>全部显示</translation>
  </message>
  <message>
   <source>Show the whole curves again (double click)</source>
   <translation>重新显示完整曲线（双击）</translation>
  </message>
  <message>
   <source>Runs</source>
   <translation>训练记录</translation>
  </message>
  <message>
   <source>Notes on the chosen run</source>
   <translation>所选训练记录的备注</translation>
  </message>
  <message>
   <source>To the pad</source>
   <translation>放到画板</translation>
  </message>
  <message>
   <source>Answer with this run</source>
   <translation>用此训练记录的网络识别</translation>
  </message>
  <message>
   <source>Same again</source>
   <translation>再次训练</translation>
  </message>
  <message>
   <source>Train it once more</source>
   <translation>再训练一次</translation>
  </message>
  <message>
   <source>Train with the same settings and the same seed: the curves are the same</source>
   <translation>用相同的设置和相同的随机种子训练：曲线也相同</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>删除</translation>
  </message>
  <message>
   <source>Delete the run</source>
   <translation>删除训练记录</translation>
  </message>
  <message>
   <source>More for runs</source>
   <translation>训练记录的更多操作</translation>
  </message>
  <message>
   <source>More</source>
   <translation>更多</translation>
  </message>
  <message>
   <source>&amp;Rename</source>
   <translation>重命名(&amp;R)</translation>
  </message>
  <message>
   <source>Save the &amp;table (CSV)…</source>
   <translation>保存表格（CSV）(&amp;T)…</translation>
  </message>
  <message>
   <source>What is there to compare</source>
   <translation>可供比较的内容</translation>
  </message>
  <message>
   <source>The curves of the ticked runs</source>
   <translation>勾选的训练记录的曲线</translation>
  </message>
  <message>
   <source>No run is kept yet. Press Train in the Training tab.</source>
   <translation>还没有训练记录。请在“训练”标签页中点击“训练”。</translation>
  </message>
 </context>
 <context>
  <name>SamplesController</name>
  <message>
   <source>Samples that are {digit} now: {count}.</source>
   <translation>现在为 {digit} 的样本：{count} 个。</translation>
  </message>
  <message>
   <source>Samples deleted: {count}.</source>
   <translation>已删除的样本：{count} 个。</translation>
  </message>
  <message>
   <source>These samples are not in their folder any more.</source>
   <translation>这些样本已不在其文件夹中。</translation>
  </message>
  <message>
   <source>Taken back.</source>
   <translation>已撤销。</translation>
  </message>
  <message>
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <source>The empty folder that gets the folders 0 to 9</source>
   <translation>用于存放文件夹 0 到 9 的空文件夹</translation>
  </message>
  <message>
   <source>Exporting…</source>
   <translation>正在导出…</translation>
  </message>
  <message>
   <source>Samples copied to {folder}: {count}.</source>
   <translation>已复制到 {folder} 的样本：{count} 个。</translation>
  </message>
  <message>
   <source>Your samples lie in {folder}.</source>
   <translation>“我的样本”位于 {folder}。</translation>
  </message>
 </context>
 <context>
  <name>SamplesModel</name>
  <message>
   <source>{label}, {name}</source>
   <translation>{label}，{name}</translation>
  </message>
 </context>
 <context>
  <name>SamplesTab</name>
  <message>
   <source>Which samples are shown</source>
   <translation>显示哪些样本</translation>
  </message>
  <message>
   <source>To the pad</source>
   <translation>放到画板</translation>
  </message>
  <message>
   <source>Put it on the pad</source>
   <translation>将其放到画板上</translation>
  </message>
  <message>
   <source>Say what the selected samples are</source>
   <translation>指明所选样本是什么数字</translation>
  </message>
  <message>
   <source>It was a…</source>
   <translation>实际是…</translation>
  </message>
  <message>
   <source>It was a</source>
   <translation>实际是</translation>
  </message>
  <message>
   <source>Delete</source>
   <translation>删除</translation>
  </message>
  <message>
   <source>Delete samples</source>
   <translation>删除样本</translation>
  </message>
  <message>
   <source>More for samples</source>
   <translation>样本的更多操作</translation>
  </message>
  <message>
   <source>More</source>
   <translation>更多</translation>
  </message>
  <message>
   <source>&amp;Export as an image folder…</source>
   <translation>导出为图片文件夹(&amp;E)…</translation>
  </message>
  <message>
   <source>Open the &amp;folder</source>
   <translation>打开文件夹(&amp;F)</translation>
  </message>
  <message>
   <source>Select &amp;all</source>
   <translation>全选(&amp;A)</translation>
  </message>
  <message>
   <source>No samples</source>
   <translation>没有样本</translation>
  </message>
  <message>
   <source>All samples ({count})</source>
   <translation>所有样本（{count}）</translation>
  </message>
  <message>
   <source>{digit} ({count})</source>
   <translation>{digit}（{count}）</translation>
  </message>
  <message>
   <source>There is no sample of this digit.</source>
   <translation>没有这个数字的样本。</translation>
  </message>
  <message>
   <source>No samples yet.

Draw a digit. If it was read wrong, press the key 0 to 9 of what it was, or click its bar. It is kept here, and the network can be taught with it.</source>
   <translation>还没有样本。

画一个数字。如果识别错误，请按下对应的数字键 0 到 9，或点击其条形。绘图会保存在这里，可用来教网络。</translation>
  </message>
 </context>
 <context>
  <name>SamplesView</name>
  <message>
   <source>My samples</source>
   <translation>我的样本</translation>
  </message>
  <message>
   <source>Keys 0 to 9 say what the selected samples are, Delete deletes, Enter puts one on the pad.</source>
   <translation>数字键 0 到 9 指明所选样本是什么，Delete 删除，Enter 将一个样本放到画板上。</translation>
  </message>
 </context>
 <context>
  <name>ScriptViewer</name>
  <message>
   <source>Show the &amp;code of the settings…</source>
   <translation>显示这些设置的代码(&amp;C)…</translation>
  </message>
 </context>
 <context>
  <name>SettingPane</name>
  <message>
   <source>Nothing is changed yet. Choose a transform above and add it.</source>
   <translation>还没有任何变换。请在上方选择一个变换并添加。</translation>
  </message>
  <message>
   <source>{low:g} to {high:g}</source>
   <translation>{low:g} 到 {high:g}</translation>
  </message>
  <message>
   <source>{setting}: a number from {low:g} to {high:g}</source>
   <translation>{setting}：{low:g} 到 {high:g} 之间的数</translation>
  </message>
  <message>
   <source>{setting}: a whole number from {low:g} to {high:g}</source>
   <translation>{setting}：{low:g} 到 {high:g} 之间的整数</translation>
  </message>
 </context>
 <context>
  <name>StatusBanner</name>
  <message>
   <source>Close the message</source>
   <translation>关闭消息</translation>
  </message>
 </context>
 <context>
  <name>StepRepeat</name>
  <message>
   <source>{count} batches a second, until it is pressed again</source>
   <translation>每秒 {count} 批，再次点击停止</translation>
  </message>
  <message>
   <source>One batch at a time</source>
   <translation>每次一批</translation>
  </message>
  <message>
   <source>1 batch a second, until it is pressed again</source>
   <translation>每秒 1 批，再次点击停止</translation>
  </message>
 </context>
 <context>
  <name>StepTile</name>
  <message>
   <source>No picture</source>
   <translation>没有图片</translation>
  </message>
  <message>
   <source>{width}×{height} pixels</source>
   <translation>{width}×{height} 像素</translation>
  </message>
  <message>
   <source>{purpose}
{size}</source>
   <translation>{purpose}
{size}</translation>
  </message>
 </context>
 <context>
  <name>StepsView</name>
  <message>
   <source>The picture, step by step</source>
   <translation>图片的逐步变化</translation>
  </message>
  <message>
   <source>{low:.1f} to {high:.1f}</source>
   <translation>{low:.1f} 到 {high:.1f}</translation>
  </message>
  <message>
   <source>{width}×{height} pixels</source>
   <translation>{width}×{height} 像素</translation>
  </message>
 </context>
 <context>
  <name>TargetFinder</name>
  <message>
   <source>Waiting for {path} to answer…</source>
   <translation>正在等待 {path} 响应…</translation>
  </message>
 </context>
 <context>
  <name>TeachingBox</name>
  <message>
   <source>&amp;Teach it</source>
   <translation>教它(&amp;T)</translation>
  </message>
  <message>
   <source>Teach the network</source>
   <translation>教网络</translation>
  </message>
  <message>
   <source>The network learns your samples and goes over what it knew</source>
   <translation>网络学习“我的样本”，并复习已学过的内容</translation>
  </message>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Cancel teaching</source>
   <translation>取消教学</translation>
  </message>
  <message>
   <source>Undo teaching</source>
   <translation>撤销教学</translation>
  </message>
  <message>
   <source>The network that answered before answers again</source>
   <translation>恢复由之前的网络识别</translation>
  </message>
  <message>
   <source>Progress of teaching</source>
   <translation>教学进度</translation>
  </message>
  <message>
   <source>About teaching</source>
   <translation>关于教学</translation>
  </message>
  <message>
   <source>Before and after teaching</source>
   <translation>教学前后</translation>
  </message>
  <message>
   <source>read right</source>
   <translation>识别正确</translation>
  </message>
  <message>
   <source>before</source>
   <translation>之前</translation>
  </message>
  <message>
   <source>after</source>
   <translation>之后</translation>
  </message>
  <message>
   <source>Reading your samples</source>
   <translation>正在读取“我的样本”</translation>
  </message>
  <message>
   <source>Loading everybody's digits</source>
   <translation>正在加载通用的手写数字</translation>
  </message>
  <message>
   <source>Measuring before</source>
   <translation>正在测量教学前的效果</translation>
  </message>
  <message>
   <source>Drawing your samples again</source>
   <translation>正在重新绘制“我的样本”</translation>
  </message>
  <message>
   <source>Teaching</source>
   <translation>正在教学</translation>
  </message>
  <message>
   <source>Checking that nothing is forgotten</source>
   <translation>正在检查有无遗忘</translation>
  </message>
  <message>
   <source>Measuring after</source>
   <translation>正在测量教学后的效果</translation>
  </message>
  <message>
   <source>It was taught: of {count} samples it learnt from, {after} are read right now, {before} before.</source>
   <translation>教学完成：所学的 {count} 个样本中，现在识别正确 {after} 个，之前 {before} 个。</translation>
  </message>
  <message>
   <source>So that nothing is forgotten, it was changed by {percent:.0f} % of the way only.</source>
   <translation>为避免遗忘，只改变了全程的 {percent:.0f} %。</translation>
  </message>
  <message>
   <source>MNIST is not on this computer, so it went over digits drawn by the program instead.</source>
   <translation>此计算机上没有 MNIST，因此改为复习程序绘制的数字。</translation>
  </message>
  <message>
   <source>Samples that could not be read: {count}.</source>
   <translation>无法读取的样本：{count} 个。</translation>
  </message>
  <message>
   <source>your samples, learnt from</source>
   <translation>“我的样本”，用于学习</translation>
  </message>
  <message>
   <source>your samples, not learnt from</source>
   <translation>“我的样本”，未用于学习</translation>
  </message>
  <message>
   <source>MNIST's test set</source>
   <translation>MNIST 的测试集</translation>
  </message>
  <message>
   <source>drawn test digits</source>
   <translation>绘制的测试数字</translation>
  </message>
  <message>
   <source>{right} of {count}</source>
   <translation>{right} / {count}</translation>
  </message>
 </context>
 <context>
  <name>TeachingController</name>
  <message>
   <source>Close and drop the lesson</source>
   <translation>关闭并放弃教学</translation>
  </message>
  <message>
   <source>Go on</source>
   <translation>继续</translation>
  </message>
  <message>
   <source>The network is being taught your samples. If you close the window now, it learns nothing of them.</source>
   <translation>网络正在学习您的样本。如果现在关闭窗口，它什么也学不到。</translation>
  </message>
  <message>
   <source>The network learns your samples ({count}) and goes over everybody's digits again, so that nothing is forgotten.</source>
   <translation>网络学习“我的样本”（{count} 个），并重新复习通用的手写数字，以免遗忘。</translation>
  </message>
  <message>
   <source>Teaching waits for PyTorch and the network.</source>
   <translation>教学正在等待 PyTorch 和网络。</translation>
  </message>
  <message>
   <source>A training run is going on: stop it first, or teach when it has ended.</source>
   <translation>训练正在进行：请先停止训练，或等训练结束后再教。</translation>
  </message>
  <message>
   <source>There is nothing to teach yet.</source>
   <translation>还没有可教的内容。</translation>
  </message>
  <message>
   <source>The network that answers reads no digits 0 to 9: load one that does.</source>
   <translation>当前网络不识别数字 0 到 9：请加载能识别的网络。</translation>
  </message>
  <message>
   <source>The former network answers again. The taught one stays under File, Recent networks.</source>
   <translation>现在恢复由之前的网络识别。教过的网络仍在“文件 &gt; 最近的网络”中。</translation>
  </message>
  <message>
   <source>The taught network is ready; another one was loaded meanwhile.</source>
   <translation>教过的网络已就绪；但在此期间加载了另一个网络。</translation>
  </message>
  <message>
   <source>Use it</source>
   <translation>使用它</translation>
  </message>
  <message>
   <source>Undo teaching</source>
   <translation>撤销教学</translation>
  </message>
 </context>
 <context>
  <name>TextZoom</name>
  <message>
   <source>&amp;Larger text</source>
   <translation>放大文字(&amp;L)</translation>
  </message>
  <message>
   <source>&amp;Smaller text</source>
   <translation>缩小文字(&amp;S)</translation>
  </message>
  <message>
   <source>&amp;Usual text size</source>
   <translation>默认文字大小(&amp;U)</translation>
  </message>
 </context>
 <context>
  <name>TrainingButtons</name>
  <message>
   <source>Trai&amp;n</source>
   <translation>训练(&amp;N)</translation>
  </message>
  <message>
   <source>Train</source>
   <translation>训练</translation>
  </message>
  <message>
   <source>Pa&amp;use</source>
   <translation>暂停(&amp;U)</translation>
  </message>
  <message>
   <source>Pause</source>
   <translation>暂停</translation>
  </message>
  <message>
   <source>Step</source>
   <translation>单步</translation>
  </message>
  <message>
   <source>Ste&amp;p</source>
   <translation>单步(&amp;P)</translation>
  </message>
  <message>
   <source>Resume</source>
   <translation>继续训练</translation>
  </message>
  <message>
   <source>&amp;Resume</source>
   <translation>继续(&amp;R)</translation>
  </message>
  <message>
   <source>St&amp;op</source>
   <translation>停止(&amp;O)</translation>
  </message>
  <message>
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <source>Choose a run…</source>
   <translation>选择训练记录…</translation>
  </message>
  <message>
   <source>Show the run's settings</source>
   <translation>显示训练记录的设置</translation>
  </message>
  <message>
   <source>Train a fresh network with these settings</source>
   <translation>用这些设置训练一个全新的网络</translation>
  </message>
  <message>
   <source>Wait after the current batch</source>
   <translation>在当前批之后暂停</translation>
  </message>
  <message>
   <source>Train on one more batch, then wait again; its menu repeats that</source>
   <translation>再训练一批，然后再次暂停；在菜单中可选择自动重复</translation>
  </message>
  <message>
   <source>Go on with the paused run, or else with the newest one</source>
   <translation>继续已暂停的训练，没有则继续最近的一次</translation>
  </message>
  <message>
   <source>Save the run and end it; Resume goes on with it</source>
   <translation>保存并结束训练；之后可用“继续训练”接着训练</translation>
  </message>
 </context>
 <context>
  <name>TrainingController</name>
  <message>
   <source>Training on {machine}</source>
   <translation>在 {machine} 上训练</translation>
  </message>
 </context>
 <context>
  <name>TrainingLog</name>
  <message>
   <source>Training log</source>
   <translation>训练日志</translation>
  </message>
  <message>
   <source>What the training reports appears here</source>
   <translation>训练过程的信息显示在这里</translation>
  </message>
 </context>
 <context>
  <name>TrainingTab</name>
  <message>
   <source>The pad answers with the newest &amp;weights</source>
   <translation>画板用最新的权重识别(&amp;W)</translation>
  </message>
  <message>
   <source>The pad answers with the newest weights</source>
   <translation>画板用最新的权重识别</translation>
  </message>
  <message>
   <source>While it trains, your drawing is read better and better</source>
   <translation>训练过程中，对绘图的识别会越来越好</translation>
  </message>
  <message>
   <source>{name}, from {folder}</source>
   <translation>{name}，来自 {folder}</translation>
  </message>
 </context>
 <context>
  <name>TransformList</name>
  <message>
   <source>The transforms in their order</source>
   <translation>各变换，按顺序</translation>
  </message>
  <message>
   <source>Transform to add</source>
   <translation>要添加的变换</translation>
  </message>
  <message>
   <source>&amp;Add</source>
   <translation>添加(&amp;A)</translation>
  </message>
  <message>
   <source>Add the transform</source>
   <translation>添加变换</translation>
  </message>
  <message>
   <source>Remove all transforms</source>
   <translation>移除所有变换</translation>
  </message>
  <message>
   <source>Remove a&amp;ll</source>
   <translation>全部移除(&amp;L)</translation>
  </message>
 </context>
 <context>
  <name>TransformsController</name>
  <message>
   <source>Pictures ({patterns});;All files (*)</source>
   <translation>图片 ({patterns});;所有文件 (*)</translation>
  </message>
  <message>
   <source>A picture for the preview</source>
   <translation>用于预览的图片</translation>
  </message>
 </context>
 <context>
  <name>TransformsWindow</name>
  <message>
   <source>digitpad - random transforms of the training pictures</source>
   <translation>digitpad - 训练图片的随机变换</translation>
  </message>
  <message>
   <source>What is wrong with the transforms</source>
   <translation>变换的错误说明</translation>
  </message>
  <message>
   <source>The pictures will be here in a moment…</source>
   <translation>图片马上就会显示…</translation>
  </message>
  <message>
   <source>The network sees each training picture changed anew, in this order. Test pictures and what you draw stay as they are.</source>
   <translation>网络每次看到的训练图片都按此顺序重新变换。测试图片和绘图保持不变。</translation>
  </message>
  <message>
   <source>Close the window</source>
   <translation>关闭窗口</translation>
  </message>
  <message>
   <source>The picture, step by step</source>
   <translation>图片的逐步变化</translation>
  </message>
  <message>
   <source>Draw the changes again with other random numbers</source>
   <translation>用另一组随机数重新变换</translation>
  </message>
  <message>
   <source>&amp;Draw again</source>
   <translation>重新变换(&amp;D)</translation>
  </message>
  <message>
   <source>Show the changes of another picture</source>
   <translation>显示另一张图片的变换</translation>
  </message>
  <message>
   <source>A&amp;nother picture…</source>
   <translation>另一张图片(&amp;N)…</translation>
  </message>
  <message>
   <source>What the network may see: twelve draws, the first as above</source>
   <translation>网络可能看到的图片：十二次随机结果，第一次如上图</translation>
  </message>
  <message>
   <source>One picture, step by step</source>
   <translation>一张图片的逐步变化</translation>
  </message>
  <message>
   <source>There is no preview of this list.</source>
   <translation>此列表没有预览。</translation>
  </message>
 </context>
 <context>
  <name>Trying</name>
  <message>
   <source>{file}: trying what fits … {count}</source>
   <translation>{file}：正在尝试匹配的网络 … {count}</translation>
  </message>
  <message>
   <source>Measuring how well {file} reads …</source>
   <translation>正在测量 {file} 的识别效果 …</translation>
  </message>
 </context>
 <context>
  <name>TryingLine</name>
  <message>
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <source>Keep the network as it is (Esc)</source>
   <translation>保持网络不变（Esc）</translation>
  </message>
 </context>
 <context>
  <name>ViewActions</name>
  <message>
   <source>Read &amp;several digits</source>
   <translation>识别多位数(&amp;S)</translation>
  </message>
  <message>
   <source>&amp;Preparation steps</source>
   <translation>预处理步骤(&amp;P)</translation>
  </message>
  <message>
   <source>&amp;As the system</source>
   <translation>跟随系统(&amp;A)</translation>
  </message>
  <message>
   <source>&amp;Light</source>
   <translation>浅色(&amp;L)</translation>
  </message>
  <message>
   <source>&amp;Dark</source>
   <translation>深色(&amp;D)</translation>
  </message>
 </context>
 <context>
  <name>WaitingRun</name>
  <message>
   <source>Begin a run with {file}</source>
   <translation>用 {file} 开始训练</translation>
  </message>
  <message>
   <source>Go on with {run}</source>
   <translation>继续 {run}</translation>
  </message>
  <message>
   <source>{run} is finished: Resume asks how many more epochs it gets</source>
   <translation>{run} 已完成：点击“继续训练”可选择再训练多少轮</translation>
  </message>
  <message>
   <source>{run} waits in epoch {epoch} of {epochs}: Resume goes on with it</source>
   <translation>{run} 停在第 {epoch} 轮，共 {epochs} 轮：点击“继续训练”即可接着训练</translation>
  </message>
 </context>
 <context>
  <name>WayChoice</name>
  <message>
   <source>How ink is told from paper</source>
   <translation>笔迹提取方式</translation>
  </message>
  <message>
   <source>{way} (automatic)</source>
   <translation>{way}（自动）</translation>
  </message>
  <message>
   <source>Ink is told from paper so: {way}. {purpose}
Click to choose another way.</source>
   <translation>笔迹提取方式：{way}。{purpose}
点击可选择其他方式。</translation>
  </message>
 </context>
 <context>
  <name>WayPopup</name>
  <message>
   <source>Ways to tell ink from paper</source>
   <translation>笔迹提取方式</translation>
  </message>
  <message>
   <source>Reads the picture in all ways and takes the answer that most of them agree on.</source>
   <translation>用所有方式识别图片，采用多数方式一致的结果。</translation>
  </message>
  <message>
   <source>Automatic</source>
   <translation>自动</translation>
  </message>
 </context>
 <context>
  <name>WindowController</name>
  <message>
   <source>&amp;Quit</source>
   <translation>退出(&amp;Q)</translation>
  </message>
  <message>
   <source>Save network &amp;as</source>
   <translation>网络另存为(&amp;A)</translation>
  </message>
  <message>
   <source>&amp;Predict to a table</source>
   <translation>识别并写入表格(&amp;P)</translation>
  </message>
  <message>
   <source>&amp;Keep the pad as a picture</source>
   <translation>将画板保存为图片(&amp;K)</translation>
  </message>
  <message>
   <source>&amp;Theme</source>
   <translation>主题(&amp;T)</translation>
  </message>
  <message>
   <source>&amp;Language (语言)</source>
   <translation>语言 (Language)(&amp;L)</translation>
  </message>
  <message>
   <source>PyTorch could not be loaded.</source>
   <translation>无法加载 PyTorch。</translation>
  </message>
  <message>
   <source>The run could not be saved, so the window stays open. {why}</source>
   <translation>训练无法保存，因此窗口保持打开。{why}</translation>
  </message>
  <message>
   <source>Try again</source>
   <translation>重试</translation>
  </message>
  <message>
   <source>Close without saving</source>
   <translation>不保存并关闭</translation>
  </message>
 </context>
 <context>
  <name>_RoomyTabBar</name>
  <message>
   <source>Tabs</source>
   <translation>选项卡</translation>
  </message>
 </context>
 <context>
  <name>_Row</name>
  <message>
   <source>what reads best</source>
   <translation>识别效果最佳的值</translation>
  </message>
  <message>
   <source>What is wrong</source>
   <translation>错误说明</translation>
  </message>
  <message>
   <source>set by you</source>
   <translation>由您设定</translation>
  </message>
  <message>
   <source>assumed</source>
   <translation>推测</translation>
  </message>
 </context>
</TS>
