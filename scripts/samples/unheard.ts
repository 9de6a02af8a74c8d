import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { wavBytes } from '#shared/asr/wav.ts'
import { liveScript, speakScript } from '#shared/testing/espeak.ts'

/** The recording without captions: what is known of it is what the recogniser hears. */
export const unheard = '海岛姑娘穿搭_2026-03-11_20-15-00'

/** A minute of talk over a drawn wave: sound for voice activity and recogniser, with a music-only pause in it. */
export function makeUnheard(folder: string): void {
  const wave =
    'color=0x1d3b36:s=540x960:r=10[c];[0:a]showwaves=s=540x240:r=10:mode=cline:colors=0x8fd6c1[w]'
  const graph = `${wave};[c][w]overlay=0:360:shortest=1,format=yuv420p[v]`
  const video = ['-map', '[v]', '-c:v', 'libx264', '-preset', 'veryslow', '-crf', '40', '-g', '50']
  const audio = ['-map', '0:a', '-c:a', 'aac', '-b:a', '32k']
  const input = ['-v', 'error', '-y', '-f', 'wav', '-i', 'pipe:0', '-filter_complex', graph]
  const out = ['-movflags', '+faststart', join(folder, `${unheard}.mp4`)]
  const { samples } = speakScript(liveScript)
  execFileSync('ffmpeg', [...input, ...video, ...audio, ...out], { input: wavBytes(samples) })
}
