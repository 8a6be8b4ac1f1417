import { Button, FileButton, Group, Input } from '@mantine/core'
import { IconPhoto } from '@tabler/icons-react'
import { useState } from 'react'
import { text } from '../text.ts'

const t = text.settings.general
/** Large enough for sharp screens, small enough for every mail. */
const SIDE_PX = 128

type Props = { value: string | null; onChange: (logo: string | null) => void; error?: string | undefined }

/** The workspace's icon: any picture, made small and square in the browser. */
export function IconField({ value, onChange, error }: Props) {
  const [wrong, setWrong] = useState(false)
  async function take(file: File | null): Promise<void> {
    if (!file) return
    try {
      onChange(await toIcon(file))
      setWrong(false)
    } catch {
      setWrong(true)
    }
  }
  return (
    <Input.Wrapper
      label={t.icon}
      labelElement="div"
      description={t.iconHelp}
      error={wrong ? t.iconWrong : error}
      inputWrapperOrder={['label', 'description', 'input', 'error']}
    >
      <Group gap="sm" mt={6}>
        {value ? (
          <img
            src={value}
            alt={t.icon}
            width={40}
            height={40}
            style={{ borderRadius: 9, objectFit: 'cover' }}
          />
        ) : (
          <span
            aria-hidden
            style={{
              width: 40,
              height: 40,
              borderRadius: 9,
              display: 'grid',
              placeItems: 'center',
              background: 'var(--c-quiet-bg)',
              color: 'var(--c-muted)',
            }}
          >
            <IconPhoto size={18} />
          </span>
        )}
        <FileButton accept="image/png,image/jpeg,image/webp" onChange={(file) => void take(file)}>
          {(props) => (
            <Button variant="default" {...props}>
              {t.upload}
            </Button>
          )}
        </FileButton>
        {value && (
          <Button variant="subtle" color="gray" onClick={() => onChange(null)}>
            {t.removeIcon}
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}

async function toIcon(file: File): Promise<string> {
  const picture = await createImageBitmap(file)
  const side = Math.min(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = Math.min(SIDE_PX, side)
  const left = (picture.width - side) / 2
  const top = (picture.height - side) / 2
  canvas.getContext('2d')!.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height)
  return canvas.toDataURL('image/png')
}
